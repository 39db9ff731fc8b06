import { lineFit, predictedByLine } from 'memorization-kit/stats';
import { describe, expect, it } from 'vitest';

// Anscombe's first set: slope 0.50009 with standard error 0.11791, intercept 3.00009, R² 0.66654.
const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];

describe('lineFit', () => {
  it("gives the published values of Anscombe's data", () => {
    const fit = lineFit(x, y);
    expect(fit.slope).toBeCloseTo(0.50009, 5);
    expect(fit.intercept).toBeCloseTo(3.00009, 5);
    expect(fit.rSquared).toBeCloseTo(0.66654, 5);
    expect(fit.high - fit.slope).toBeCloseTo(2.262157 * 0.11791, 4);
    expect(fit.slope - fit.low).toBeCloseTo(2.262157 * 0.11791, 4);
  });

  it('keeps its digits far from zero', () => {
    const far = lineFit(
      x.map((value) => value + 1e8),
      y,
    );
    expect(far.slope).toBeCloseTo(0.50009, 5);
  });

  it('has no interval through two points, and refuses what has no line', () => {
    expect(lineFit([1, 2], [1, 3])).toMatchObject({ slope: 2, intercept: -1, low: NaN, n: 2 });
    expect(() => lineFit([1], [1])).toThrow('at least 2 points');
    expect(() => lineFit([1, 1], [1, 2])).toThrow('every x is the same');
    expect(() => lineFit([1, 2], [1])).toThrow('as many y as x, not 1 and 2');
  });
});

describe('predictedByLine', () => {
  it("is the interval of one more point of Anscombe's data", () => {
    // at the mean of x, 9, the deviation is s sqrt(1 + 1/11) with the published s of 1.23660
    const { mean, low, high } = predictedByLine(x, y, 9);
    expect(mean).toBeCloseTo(7.50091, 4);
    expect(high - mean).toBeCloseTo(2.262157 * 1.2366 * Math.sqrt(12 / 11), 3);
    expect(mean - low).toBeCloseTo(high - mean, 9);
  });

  it('is wider far from the points', () => {
    const width = (at: number) => predictedByLine(x, y, at).high - predictedByLine(x, y, at).low;
    expect(width(30)).toBeGreaterThan(1.5 * width(9));
  });

  it('has no interval without a degree of freedom', () => {
    expect(predictedByLine([1, 2], [1, 2], 3).mean).toBeCloseTo(3, 9);
    expect(predictedByLine([1, 2], [1, 2], 3).low).toBeNaN();
  });
});
