import { byKey } from '../base';
import type { Select } from './run';

interface Trained {
  config: { steps: number };
}

/** How runs of the same training, but for its steps, are told into a sweep and its controls. */
export interface Trainings<R> {
  /** The sweep, without the runs that were trained for longer as a control. */
  sweep: Select<R>;
  /** The controls, each with the run of the sweep that it is to be compared with. */
  controls: Select<R>;
  /** The least of what a run of the sweep has, as a share of what a longer one has. */
  leastOfLonger(runs: readonly R[], of: (run: R) => number): number;
}

/** @param same what trainings have in common that differ in their steps alone */
export function trainingsBy<R extends Trained>(same: (run: R) => string): Trainings<R> {
  const trainings = (runs: readonly R[]): R[][] =>
    [...byKey(runs, same).values()].map((runs) =>
      [...runs].sort((a, b) => a.config.steps - b.config.steps),
    );
  return {
    sweep: (runs) => trainings(runs).map(([shortest]) => shortest),
    controls: (runs) => trainings(runs).flatMap((runs) => (runs.length > 1 ? runs : [])),
    leastOfLonger: (runs, of) =>
      Math.min(
        ...trainings(runs).flatMap(([short, ...longer]) =>
          longer.map((long) => of(short) / of(long)),
        ),
      ),
  };
}
