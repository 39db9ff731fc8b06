import { rankCorrelation } from '../stats';
import { type Quantity, type QuantityOptions, ratioPerSeed } from './quantity';
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

/** `y` of the run at the least of `x` over `y` at the largest; says nothing of a single value of `x`. */
export const ratioOfEnds = <R extends Seeded & { measurements: unknown }>(
  of: Select<R>,
  x: OfRun<R>,
  y: OfRun<R>,
  options?: QuantityOptions<R>,
): Quantity<R> =>
  ratioPerSeed(
    'ratio',
    (runs) => runsAtEnds(of(runs), x),
    (runs) => {
      const sorted = [...runs].sort((a, b) => x(a) - x(b));
      const [first, last] = [sorted[0], sorted[sorted.length - 1]];
      return x(first) < x(last) ? y(first) / y(last) : null;
    },
    options,
  );

/** Spearman's correlation of `x` and `y` over runs; null for fewer than three values of `x`. */
export const rankOver = <R>(runs: readonly R[], x: OfRun<R>, y: OfRun<R>): number | null =>
  new Set(runs.map(x)).size < 3 ? null : rankCorrelation(runs.map(x), runs.map(y));

export const FEWEST_ARMS = 4; // with three, an order by chance is right once in six

/** The same over arms, of which there must be four. */
export const rankOverArms = <R>(arms: readonly R[], x: OfRun<R>, y: OfRun<R>): number | null =>
  arms.length < FEWEST_ARMS ? null : rankOver(arms, x, y);
