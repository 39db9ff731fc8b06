import { byKey, type FlatConfig } from '../base';

/** Values along a training or over a grid. */
export interface Curve {
  x: number[];
  y: number[];
  xLabel: string;
  yLabel: string;
}

/** A training run as quantities and figures see it. */
export interface Run<C extends FlatConfig = FlatConfig, M = unknown> {
  config: C;
  measurements: M;
  curves: Record<string, Pick<Curve, 'x' | 'y'>>;
}

/** Anything that belongs to a seed. */
export interface Seeded {
  config: { seed: number };
}

/** Chooses runs, in their order. */
export type Select<R> = (runs: readonly R[]) => R[];

/** The runs of which something holds. */
export const where =
  <R>(holds: (run: R) => boolean): Select<R> =>
  (runs) =>
    runs.filter(holds);

/** The runs with the value of a key that most have; of several the first. */
export const mostCommon =
  <R, K>(key: (run: R) => K): Select<R> =>
  (runs) => {
    const groups = [...byKey(runs, key).values()];
    return groups.sort((a, b) => b.length - a.length)[0] ?? [];
  };

/** The runs of the group in which something has the most values, of several that of highest rank. */
export const mostVaried =
  <R, K>(group: (run: R) => K, of: (run: R) => unknown, rank: (run: R) => number): Select<R> =>
  (runs) => {
    const values = (same: R[]): number => new Set(same.map(of)).size;
    const groups = [...byKey(runs, group).values()];
    return groups.sort((a, b) => values(b) - values(a) || rank(b[0]) - rank(a[0]))[0] ?? [];
  };

/** Of each group, in the order of the groups, the run in the middle by its rank. */
export const inTheMiddle =
  <R>(group: (run: R) => number, rank: (run: R) => number): Select<R> =>
  (runs) =>
    [...byKey(runs, group)]
      .sort(([a], [b]) => a - b)
      .map(([, same]) => {
        const sorted = [...same].sort((a, b) => rank(a) - rank(b));
        return sorted[Math.floor((sorted.length - 1) / 2)];
      });

/** Of runs in an order the one with the most of a number; null where that is at an end of them. */
export function peakInside<R>(ordered: readonly R[], of: (run: R) => number): R | null {
  const values = ordered.map(of);
  const peak = values.indexOf(Math.max(...values));
  return peak > 0 && peak < ordered.length - 1 ? ordered[peak] : null;
}

/** One selection after the other. */
export const both =
  <R>(first: Select<R>, then: Select<R>): Select<R> =>
  (runs) =>
    then(first(runs));

/** All of them. */
export const all = <R>(runs: readonly R[]): R[] => [...runs];
