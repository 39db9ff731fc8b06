/** A falling logistic curve y = 1 / (1 + exp(slope (x - middle))). */
export interface LogisticFit {
  middle: number; // where it is 1/2
  slope: number; // above 0
}

/** The height of the curve at `x`. */
export const logistic = ({ middle, slope }: LogisticFit, x: number): number =>
  1 / (1 + Math.exp(slope * (x - middle)));

/**
 * Least squares by Levenberg and Marquardt's method, from a curve through the middle of x.
 * Throws a RangeError for fewer than three points or lists of different length.
 */
export function logisticFit(x: readonly number[], y: readonly number[]): LogisticFit {
  if (x.length !== y.length || x.length < 3) {
    throw new RangeError(
      `A logistic curve needs at least 3 points, as many y as x, not ${x.length} and ${y.length}.`,
    );
  }
  const [low, high] = [Math.min(...x), Math.max(...x)];
  const misses = (fit: LogisticFit): number =>
    x.reduce((sum, at, i) => sum + (y[i] - logistic(fit, at)) ** 2, 0);
  let fit: LogisticFit = { middle: (low + high) / 2, slope: 4 / (high - low || 1) };
  let damping = 1e-2;
  for (let step = 0; step < 200 && damping < 1e9; step++) {
    const tried = nextFit(fit, x, y, damping);
    const better = tried.slope > 0 && misses(tried) < misses(fit);
    if (better) fit = tried;
    damping *= better ? 0.3 : 4;
  }
  return fit;
}

/** One damped step towards the least squares. */
function nextFit(fit: LogisticFit, x: readonly number[], y: readonly number[], damping: number) {
  const { middle, slope } = fit;
  let [aa, ab, bb, a, b] = [0, 0, 0, 0, 0]; // normal equations of middle and slope
  x.forEach((at, i) => {
    const height = logistic(fit, at);
    const steep = height * (1 - height);
    const [byMiddle, bySlope] = [steep * slope, -steep * (at - middle)];
    const miss = y[i] - height;
    aa += byMiddle ** 2;
    ab += byMiddle * bySlope;
    bb += bySlope ** 2;
    a += byMiddle * miss;
    b += bySlope * miss;
  });
  const [da, db] = [aa * (1 + damping) + 1e-12, bb * (1 + damping) + 1e-12];
  const determinant = da * db - ab * ab;
  return {
    middle: middle + (a * db - b * ab) / determinant,
    slope: slope + (b * da - a * ab) / determinant,
  };
}
