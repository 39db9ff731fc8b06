import {
  areaOfNormals,
  areaUnderCurve,
  f1AtMedian,
  foundAt,
  logistic,
  logisticFit,
  quantiles,
} from 'memorization-kit/stats';
import { expect, it } from 'vitest';

const upTo = (n: number, from = 0): number[] => Array.from({ length: n }, (_, i) => from + i);

it('the AUC is the share of pairs in order, equal ones count half', () => {
  expect(areaUnderCurve([1, 2], [3, 4])).toBe(1);
  expect(areaUnderCurve([3, 4], [1, 2])).toBe(0);
  expect(areaUnderCurve([1, 3, 5], [2, 4])).toBeCloseTo(3 / 6, 12); // by counting pairs
  expect(areaUnderCurve([1, 2], [2, 3, 3])).toBeCloseTo(5.5 / 6, 12);
  expect(areaUnderCurve([7], [7])).toBe(0.5);
});

it('that of normal distributions follows from means and deviations', () => {
  expect(areaOfNormals([0, 2], [0, 2])).toBeCloseTo(0.5, 12);
  // means 1 apart, deviations 1 and 0: the standard normal distribution at 1
  expect(areaOfNormals([-1, 1], [1, 1])).toBeCloseTo(0.841345, 5);
  expect(areaOfNormals([1, 1], [2, 2])).toBe(1);
  expect(areaOfNormals([1, 1], [1, 1])).toBe(0.5);
});

it('F1 at the median is 1 of groups apart and 1/2 of groups alike', () => {
  expect(f1AtMedian([1, 2], [3, 4])).toBe(1);
  expect(f1AtMedian([1, 3, 5, 7], [2, 4, 6, 8])).toBe(0.5);
  expect(f1AtMedian([3, 4], [1, 2])).toBe(0);
});

it('members found: at most so many of the others are taken for one', () => {
  const others = upTo(200, 100);
  expect(foundAt(0.01, [99, 101, 102, 500], others)).toBe(0.5); // below 102, the third of them
  expect(foundAt(0.001, [99, 100, 101], others)).toBeCloseTo(1 / 3, 12);
  expect(foundAt(1, [99, 1000], others)).toBe(1);
});

it('quantiles have both ends, and values between their neighbors', () => {
  expect(quantiles([4, 0, 2], 5)).toEqual({ x: [0, 0.25, 0.5, 0.75, 1], y: [0, 1, 2, 3, 4] });
  expect(quantiles([5], 3).y).toEqual([5, 5, 5]);
});

it('a logistic curve is found again, whatever its place and slope', () => {
  const x = upTo(12).map((i) => i / 2);
  for (const known of [
    { middle: 2.5, slope: 1.3 },
    { middle: 5, slope: 0.4 },
    { middle: 1, slope: 6 },
  ]) {
    const fit = logisticFit(
      x,
      x.map((at) => logistic(known, at)),
    );
    expect(fit.middle).toBeCloseTo(known.middle, 5);
    expect(fit.slope).toBeCloseTo(known.slope, 5);
  }
  expect(() => logisticFit([1, 2], [1, 0])).toThrow(/at least 3 points/);
  expect(() => logisticFit([1, 2, 3], [1, 0])).toThrow(/3 and 2/);
});
