import { jStat } from 'jstat';
import { type MeanInterval, studentT } from './interval';

/** A fitted line y = slope x + intercept, with the interval of its slope. */
export interface LineFit {
  slope: number;
  intercept: number;
  low: number; // interval of the slope; NaN when no degree of freedom is left
  high: number;
  rSquared: number; // share of the variance of y around its mean; NaN when y does not vary
  n: number;
}

/** A line through points, with what its intervals are computed from. */
interface LeastSquares {
  slope: number;
  intercept: number;
  center: number; // mean of x
  spread: number; // squared distances of x from it, added up
  residual: number; // squared distances of y from the line, added up
}

function leastSquares(x: number[], y: number[]): LeastSquares {
  const n = x.length;
  if (n !== y.length) {
    throw new RangeError(`A line needs as many y as x, not ${y.length} and ${n}.`);
  }
  if (n < 2) throw new RangeError('A line needs at least 2 points.');
  const [center, height] = [jStat.mean(x), jStat.mean(y)];
  const spread = jStat.sum(x.map((value) => (value - center) ** 2));
  if (spread === 0) throw new RangeError('No line fits: every x is the same.');
  const slope = jStat.sum(x.map((value, i) => (value - center) * (y[i] - height))) / spread;
  const intercept = height - slope * center;
  const residual = jStat.sum(x.map((value, i) => (y[i] - intercept - slope * value) ** 2));
  return { slope, intercept, center, spread, residual };
}

/**
 * Least-squares line with an intercept.
 * Throws a RangeError for fewer than two points, for x all equal, or lists of different length.
 */
export function lineFit(x: number[], y: number[], level = 0.95): LineFit {
  const { slope, intercept, spread, residual } = leastSquares(x, y);
  const n = x.length;
  const height = jStat.mean(y);
  const total = jStat.sum(y.map((value) => (value - height) ** 2));
  const margin = studentT(n - 2, level) * Math.sqrt(residual / (n - 2) / spread);
  const rSquared = total > 0 ? 1 - residual / total : NaN;
  return { slope, intercept, low: slope - margin, high: slope + margin, rSquared, n };
}

/**
 * What the line says of one more y at `at`, and the interval in which 95 % of such y fall if they
 * scatter about it as those that it was fitted to. Throws as `lineFit` does.
 */
export function predictedByLine(x: number[], y: number[], at: number, level = 0.95): MeanInterval {
  const { slope, intercept, center, spread, residual } = leastSquares(x, y);
  const n = x.length;
  const deviation = Math.sqrt((residual / (n - 2)) * (1 + 1 / n + (at - center) ** 2 / spread));
  const mean = intercept + slope * at;
  const margin = studentT(n - 2, level) * deviation;
  return { mean, low: mean - margin, high: mean + margin, n };
}
