import { jStat } from 'jstat';
import { mean } from './interval';
import { ranks } from './rank-correlation';

/*
 * How well a number, such as a loss, tells two groups apart of which the first has the lower values.
 * Both groups need at least one value.
 */

type Values = readonly number[];

/** Probability that a value of the first is below one of the second, equal ones count half: the AUC. */
export function areaUnderCurve(lower: Values, higher: Values): number {
  const places = ranks([...higher, ...lower]).slice(0, higher.length);
  const least = (higher.length + 1) / 2; // the mean place if all were below the others
  return (mean(places) - least) / lower.length;
}

/** The same of two normal distributions with the means and deviations of the groups. */
export function areaOfNormals(lower: Values, higher: Values): number {
  const [a, b] = [[...lower], [...higher]];
  const apart = mean(b) - mean(a);
  const spread = Math.hypot(jStat.stdev(a), jStat.stdev(b));
  if (spread === 0) return apart === 0 ? 0.5 : Number(apart > 0);
  return jStat.normal.cdf(apart / spread, 0, 1);
}

/**
 * F1 of taking what is at or below the median of all for a member of the first group. Of two groups
 * of the same size it is 0.5 by guessing (at the best threshold guessing has 2/3), and 1 at most.
 */
export function f1AtMedian(lower: Values, higher: Values): number {
  const threshold = jStat.median([...lower, ...higher]);
  const taken = (values: Values): number => values.filter((value) => value <= threshold).length;
  const right = taken(lower);
  return (2 * right) / (right + taken(higher) + lower.length);
}

/** The share of the first that is found when at most that share of the second is taken for it. */
export function foundAt(falsePositives: number, lower: Values, higher: Values): number {
  const sorted = [...higher].sort((a, b) => a - b);
  const bound = sorted[Math.floor(falsePositives * sorted.length)] ?? Infinity;
  return lower.filter((value) => value < bound).length / lower.length;
}

/** `count` quantiles at even distances, the least and the largest value among them. */
export function quantiles(values: Values, count: number): { x: number[]; y: number[] } {
  const sorted = [...values].sort((a, b) => a - b);
  const x = Array.from({ length: count }, (_, i) => i / (count - 1));
  const y = x.map((share) => {
    const at = share * (sorted.length - 1);
    const below = Math.floor(at);
    const next = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (at - below) * (next - sorted[below]);
  });
  return { x, y };
}
