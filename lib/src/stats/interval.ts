import { jStat } from 'jstat';

/** The mean of some values, added up in their order; NaN of none. */
export function mean(values: readonly number[] | Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The share of what holds; NaN of nothing. */
export const shareOf = (holds: readonly boolean[]): number =>
  holds.filter(Boolean).length / holds.length;

/** A mean with its confidence interval; low = high = NaN with fewer than two values. */
export interface MeanInterval {
  mean: number;
  low: number;
  high: number;
  n: number;
}

/**
 * Quantile of Student's t for a two-sided interval: 2.776 for level 0.95 and 4 degrees of freedom.
 * NaN below one degree of freedom.
 */
export function studentT(degreesOfFreedom: number, level = 0.95): number {
  if (degreesOfFreedom < 1) return NaN;
  return jStat.studentt.inv(0.5 + level / 2, degreesOfFreedom);
}

/**
 * Mean over seeds and its interval: mean ± t(n-1) s / sqrt(n). Assumes independent values that are
 * about normal. One value has no interval, none has no mean either (NaN).
 */
export function meanInterval(values: number[], level = 0.95): MeanInterval {
  const n = values.length;
  if (n === 0) return { mean: NaN, low: NaN, high: NaN, n };
  const center = jStat.mean(values);
  if (n < 2) return { mean: center, low: NaN, high: NaN, n };
  const margin = (studentT(n - 1, level) * jStat.stdev(values, true)) / Math.sqrt(n);
  return { mean: center, low: center - margin, high: center + margin, n };
}

/** The same of values that cannot leave a range: nor do the ends of the interval. */
const intervalWithin =
  (least: number, most: number) =>
  (values: number[]): MeanInterval => {
    const { low, high, ...rest } = meanInterval(values);
    return { ...rest, low: Math.max(least, low), high: Math.min(most, high) };
  };

export const shareInterval = intervalWithin(0, 1);
export const percentInterval = intervalWithin(0, 100);

/** The median in the place of the mean, without an interval: one seed that strays does not move it. */
export const medianOnly = (values: number[]): MeanInterval => ({
  ...{ mean: jStat.median(values), low: NaN, high: NaN },
  n: values.length,
});

/** Mean and interval of several numbers that rows have; null is not known and does not count. */
export function meansOf<K extends string>(
  rows: readonly Record<K, number | null>[],
  keys: readonly K[],
): Record<K, MeanInterval> {
  const known = (key: K) => rows.map((row) => row[key]).filter((value) => value !== null);
  const means = keys.map((key): [K, MeanInterval] => [key, meanInterval(known(key))]);
  return Object.fromEntries(means) as Record<K, MeanInterval>;
}

/**
 * Geometric mean of ratios or other positive values and its interval: `meanInterval` of their
 * logarithms. Twice and half of something average to once; no end of the interval is below 0.
 * Throws a RangeError for a value that is not above 0.
 */
export function geometricInterval(values: number[], level = 0.95): MeanInterval {
  const bad = values.find((value) => !(value > 0));
  if (bad !== undefined) throw new RangeError(`A geometric mean needs values above 0, not ${bad}.`);
  const { mean, low, high, n } = meanInterval(values.map(Math.log), level);
  return { mean: Math.exp(mean), low: Math.exp(low), high: Math.exp(high), n };
}
