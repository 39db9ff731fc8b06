import { lineFit, type LineFit, rankCorrelation } from '../stats';
import { perSeed, type Quantity, type QuantityOptions, ratioPerSeed } from './quantity';
import type { Seeded, Select } from './run';

/*
 * How a number of runs changes with another one of them, such as their size.
 */

type OfRun<R> = (run: R) => number;

/** The runs at the least and at the largest of `x`. */
export function runsAtEnds<R>(runs: readonly R[], x: OfRun<R>): R[] {
  const ends = [Math.min(...runs.map(x)), Math.max(...runs.map(x))];
  return runs.filter((run) => ends.includes(x(run)));
}

/** The `y` of a seed at the two ends of `x`; null where it has one end only. */
function atEnds<R>(runs: readonly R[], x: OfRun<R>, y: OfRun<R>): [number, number] | null {
  const sorted = [...runs].sort((a, b) => x(a) - x(b));
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  return x(first) < x(last) ? [y(first), y(last)] : null;
}

const ofEnds =
  (overSeeds: typeof perSeed, unit: string, compare: (first: number, last: number) => number) =>
  <R extends Seeded & { measurements: unknown }>(
    of: Select<R>,
    x: OfRun<R>,
    y: OfRun<R>,
    options?: QuantityOptions<R>,
  ): Quantity<R> =>
    overSeeds(
      unit,
      (runs) => runsAtEnds(of(runs), x),
      (runs) => {
        const ends = atEnds(runs, x, y);
        return ends && compare(...ends);
      },
      options,
    );

/** `y` of the run at the least of `x` over `y` at the largest; says nothing of a single value of `x`. */
export const ratioOfEnds = ofEnds(ratioPerSeed, 'ratio', (first, last) => first / last);

/** How much larger `y` is at the largest of `x` than at the least, in points. */
export const gainOfEnds = ofEnds(perSeed, 'points', (first, last) => last - first);

/** Spearman's correlation of `x` and `y` over runs; null for fewer than three values of `x`. */
export const rankOver = <R>(runs: readonly R[], x: OfRun<R>, y: OfRun<R>): number | null =>
  new Set(runs.map(x)).size < 3 ? null : rankCorrelation(runs.map(x), runs.map(y));

/** The least-squares line of `y` over `x`; null for fewer than two values of `x`. */
export const lineOver = <R>(runs: readonly R[], x: OfRun<R>, y: OfRun<R>): LineFit | null =>
  new Set(runs.map(x)).size < 2 ? null : lineFit(runs.map(x), runs.map(y));

export const FEWEST_ARMS = 4; // with three, an order by chance is right once in six

/** The same over arms, of which there must be four. */
export const rankOverArms = <R>(arms: readonly R[], x: OfRun<R>, y: OfRun<R>): number | null =>
  arms.length < FEWEST_ARMS ? null : rankOver(arms, x, y);
