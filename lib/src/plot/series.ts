import { byKey } from '../base';
import { type MeanInterval, meanInterval } from '../stats';
import { orderedColors, palette } from './colors';
import type { Line } from './figure';

/*
 * From rows to what marks draw: groups that have a look, and points with their intervals.
 */

/** How a line or a kind of marker looks, and what it is called in the legend. */
export interface Look {
  name: string;
  color: string;
  index?: number; // which marker: series of one figure count up
  symbol?: string; // the marker itself, in place of that of the index
  dash?: Line['dash'];
}

/** The rows of one line or one kind of marker. */
export interface Group<R, K = unknown> extends Look {
  key: K;
  rows: R[];
  index: number; // which marker
}

export interface SeriesOptions<K> {
  name(key: K): string;
  /** Which groups, in their order; default: all, numbers from the smallest up. */
  keys?: readonly K[];
  look?(key: K): Partial<Look>;
  /** Numbers from dark to light, in the legend from the largest down. */
  ordered?: boolean;
}

/** Rows that belong together, with the look of each group. */
export function series<R, K extends number | string>(
  rows: readonly R[],
  key: (row: R) => K,
  { name, keys, look, ordered = false }: SeriesOptions<K>,
): Group<R, K>[] {
  const groups = [...byKey(rows, key)].filter(([value]) => keys?.includes(value) ?? true);
  if (keys) groups.sort(([a], [b]) => keys.indexOf(a) - keys.indexOf(b));
  else if (groups.every(([value]) => typeof value === 'number')) {
    groups.sort(([a], [b]) => Number(a) - Number(b));
  }
  const ramp = orderedColors(groups.length);
  const made = groups.map(([value, own], i) => ({
    key: value,
    rows: own,
    name: name(value),
    index: i,
    color: ordered ? ramp[i] : palette[i % palette.length],
    ...look?.(value),
  }));
  return ordered ? made.reverse() : made;
}

/** Mean and interval over the rows at each place, in the order of the places. */
export function pointsOf<R>(
  rows: readonly R[],
  x: (row: R) => number,
  y: (row: R) => number,
  average: (values: number[]) => MeanInterval = meanInterval,
): Point[] {
  return [...byKey(rows, x)]
    .map(([at, same]) => ({ x: at, ...average(same.map(y)) }))
    .sort((a, b) => a.x - b.x);
}

/** Every row at its place. */
export const placed = <R>(
  rows: readonly R[],
  x: (row: R) => number,
  y: (row: R) => number,
): { x: number; y: number }[] => rows.map((row) => ({ x: x(row), y: y(row) }));

/** A mean and its interval; without an interval (one seed) `low` and `high` are NaN. */
export interface Point {
  x: number;
  mean: number;
  low: number;
  high: number;
}

/** Whether any of the points has an interval, that is, more than one seed. */
export const hasInterval = (points: readonly Point[]): boolean =>
  points.some((p) => Number.isFinite(p.low) && Number.isFinite(p.high));

/** The heights that an axis should show: means and intervals, which unless `whole` end at half of a mean. */
export const heights = (points: readonly Point[], whole = false): number[] =>
  points
    .flatMap((p) => [p.mean, p.high, whole ? p.low : Math.max(p.low, p.mean / 2)])
    .filter((height) => Number.isFinite(height));

interface WithCurves {
  curves: Record<string, { x: number[]; y: number[] }>;
}

/**
 * A stored curve of runs: mean and interval at the places that all of them have. Throws naming the
 * curve where a run lacks it.
 */
export function curvePoints<R extends WithCurves>(
  runs: readonly R[],
  name: string,
  y: (value: number, run: R) => number = (value) => value,
  average: (values: number[]) => MeanInterval = meanInterval,
): Point[] {
  const all = runs.flatMap((run) => {
    if (!Object.hasOwn(run.curves, name)) {
      throw new Error(`The figure needs runs with a curve "${name}".`);
    }
    const { x, y: values } = run.curves[name];
    return x.map((at, i) => ({ at, y: y(values[i], run) }));
  });
  return [...byKey(all, ({ at }) => at)]
    .filter(([, same]) => same.length === runs.length)
    .map(([x, same]) => ({ x, ...average(same.map((point) => point.y)) }))
    .sort((a, b) => a.x - b.x);
}

/**
 * Points of which each inner one has the median of itself and its two neighbors for its mean: a peak
 * of one point is gone, and what rises or falls stays as it is.
 */
export const withoutPeaks = (points: readonly Point[]): Point[] =>
  points.map((point, i) => {
    const near = points.slice(i - 1, i + 2).map(({ mean }) => mean);
    return i > 0 && near.length === 3 ? { ...point, mean: near.sort((a, b) => a - b)[1] } : point;
  });
