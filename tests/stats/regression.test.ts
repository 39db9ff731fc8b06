import { lineFit } from 'memorization-kit/stats';
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
