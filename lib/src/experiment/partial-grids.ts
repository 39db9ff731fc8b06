import { byKey } from '../base';
import { meanOf } from './quantity';
import type { Select } from './run';

/*
 * A sweep need not be a full grid, and its cells need not agree: what some of its runs alone have must
 * not pass for a difference between groups, nor the mean of cells for each of them.
 */

/** The runs with those values of `key` that every group has. */
export const shared =
  <R, K, V>(group: (run: R) => K, key: (run: R) => V): Select<R> =>
  (runs) => {
    const groups = [...byKey(runs, group).values()].map((own) => new Set(own.map(key)));
    return runs.filter((run) => groups.every((values) => values.has(key(run))));
  };

/** The runs of the groups in which `key` has several values. */
export const varied =
  <R, K, V>(group: (run: R) => K, key: (run: R) => V): Select<R> =>
  (runs) => {
    const several = [...byKey(runs, group).values()].filter(
      (own) => new Set(own.map(key)).size > 1,
    );
    const kept = new Set(several.flat());
    return runs.filter((run) => kept.has(run));
  };

/**
 * The runs of the cell, such as an alphabet, whose mean ranks highest: by default the largest. What
 * holds of a claim's worst cell holds in all. Runs that have no value do not count.
 */
export const inTopCell =
  <R, K>(
    cell: (run: R) => K,
    value: (run: R) => number | null | undefined,
    rank: (mean: number) => number = (mean) => mean,
  ): Select<R> =>
  (runs) => {
    const cells = [...byKey(runs, cell).values()].map((own) => {
      const level = meanOf(own, value);
      return { own, rank: level === null ? -Infinity : rank(level) };
    });
    return cells.sort((a, b) => b.rank - a.rank)[0]?.own ?? [];
  };
