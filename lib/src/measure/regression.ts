import { jStat } from 'jstat';
import { studentT } from './interval';

/** A fitted line y = slope x + intercept, with the interval of its slope. */
export interface LineFit {
  slope: number;
  intercept: number;
  low: number; // interval of the slope; NaN when no degree of freedom is left
  high: number;
  rSquared: number; // share of the variance of y around its mean; NaN when y does not vary
  n: number;
}

/**
 * Least-squares line through the origin. Its `rSquared` is measured against the mean of y, as for
 * `lineFit`, so that the two can be compared; it is negative for a fit worse than the mean.
 * Throws a RangeError for fewer than one point, for x all 0, or lists of different length.
 */
export function lineThroughOrigin(x: number[], y: number[], level = 0.95): LineFit {
  checkPoints(x, y, 1);
  const xx = jStat.sum(x.map((value) => value * value));
  if (xx === 0) throw new RangeError('No line through the origin: every x is 0.');
  const slope = jStat.sum(x.map((value, i) => value * y[i])) / xx;
  return describeFit(x, y, { slope, intercept: 0, spread: xx, freedom: x.length - 1 }, level);
}

/**
 * Least-squares line with an intercept.
 * Throws a RangeError for fewer than two points, for x all equal, or lists of different length.
 */
export function lineFit(x: number[], y: number[], level = 0.95): LineFit {
  checkPoints(x, y, 2);
  const center = jStat.mean(x);
  const spread = jStat.sum(x.map((value) => (value - center) ** 2));
  if (spread === 0) throw new RangeError('No line fits: every x is the same.');
  const height = jStat.mean(y);
  const slope = jStat.sum(x.map((value, i) => (value - center) * (y[i] - height))) / spread;
  const intercept = height - slope * center;
  return describeFit(x, y, { slope, intercept, spread, freedom: x.length - 2 }, level);
}

interface Line {
  slope: number;
  intercept: number;
  spread: number; // the slope's variance is the residual variance divided by this
  freedom: number;
}

function describeFit(x: number[], y: number[], line: Line, level: number): LineFit {
  const { slope, intercept, spread, freedom } = line;
  const residual = jStat.sum(x.map((value, i) => (y[i] - intercept - slope * value) ** 2));
  const center = jStat.mean(y);
  const total = jStat.sum(y.map((value) => (value - center) ** 2));
  const margin = studentT(freedom, level) * Math.sqrt(residual / freedom / spread);
  return {
    slope,
    intercept,
    low: slope - margin,
    high: slope + margin,
    rSquared: total > 0 ? 1 - residual / total : NaN,
    n: x.length,
  };
}

function checkPoints(x: number[], y: number[], minimum: number): void {
  if (x.length !== y.length) {
    throw new RangeError(`A line needs as many y as x, not ${y.length} and ${x.length}.`);
  }
  if (x.length < minimum) throw new RangeError(`A line needs at least ${minimum} points.`);
}
