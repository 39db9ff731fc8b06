import { type MeanInterval, studentT } from './interval';

/**
 * Mean of all values and its 95 % interval when values of one cluster (the answers about one
 * person, say) depend on each other and the clusters do not: the variance is that of the clusters'
 * summed deviations, G / (G - 1) sum_g (sum_i (y_gi - mean))^2 / N^2, with Student's t of G - 1
 * degrees of freedom (Cameron & Miller 2015, section II). n counts the clusters. One cluster has no
 * interval, none has no mean either (NaN).
 * @param clusters the values of each cluster; an empty one does not count
 */
export function clusteredInterval(clusters: readonly number[][], level = 0.95): MeanInterval {
  const given = clusters.filter((values) => values.length > 0);
  const n = given.length;
  const sums = given.map((values) => values.reduce((a, b) => a + b, 0));
  const count = given.reduce((total, values) => total + values.length, 0);
  if (n === 0) return { mean: NaN, low: NaN, high: NaN, n };
  const mean = sums.reduce((a, b) => a + b, 0) / count;
  if (n < 2) return { mean, low: NaN, high: NaN, n };
  const squares = sums.reduce((total, sum, g) => total + (sum - mean * given[g].length) ** 2, 0);
  const margin = studentT(n - 1, level) * Math.sqrt(((n / (n - 1)) * squares) / count ** 2);
  return { mean, low: mean - margin, high: mean + margin, n };
}
