import { median } from './statistics';

const ROUNDS = 15;
const TURN_MS = 200;

/** A way to do the same: what has to be set before its turn, and what is timed. */
export interface Variant {
  before?(): void;
  step(): void;
}

/** Milliseconds of a step, over a turn. */
function msPerStep(step: () => void, steps: number): number {
  const start = performance.now();
  for (let i = 0; i < steps; i++) step();
  return (performance.now() - start) / steps;
}

/** Milliseconds of a step of each variant: they take turns in one process, medians over the rounds. */
export function inTurns(variants: readonly Variant[]): number[] {
  const counts = variants.map(({ before, step }) => {
    before?.();
    msPerStep(step, 5);
    return Math.max(3, Math.ceil(TURN_MS / msPerStep(step, 5)));
  });
  const times = variants.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    const order = variants.map((_, i) => (round % 2 === 0 ? i : variants.length - 1 - i));
    for (const i of order) {
      variants[i].before?.();
      msPerStep(variants[i].step, 2);
      times[i].push(msPerStep(variants[i].step, counts[i]));
    }
  }
  return times.map(median);
}
