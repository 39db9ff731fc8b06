import { byKey } from '../base';
import type { Select } from './run';

/*
 * A sweep need not be a full grid: what some of its runs alone have must not pass for a difference
 * between groups.
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
    const groups = byKey(runs, group);
    const values = (run: R) => new Set(groups.get(group(run))?.map(key));
    return runs.filter((run) => values(run).size > 1);
  };
