import {
  geometricInterval,
  meanInterval,
  meansOf,
  stretchMeans,
  studentT,
} from 'memorization-kit/stats';
import { describe, expect, it } from 'vitest';

describe('studentT', () => {
  // Two-sided 95 % and 99 % points as printed in statistical tables.
  it.each([
    [1, 0.95, 12.7062],
    [2, 0.95, 4.3027],
    [4, 0.95, 2.7764],
    [30, 0.95, 2.0423],
    [4, 0.99, 4.6041],
  ])('%d degrees of freedom at %d: %d', (freedom, level, expected) => {
    expect(studentT(freedom, level)).toBeCloseTo(expected, 4);
  });
});

describe('meanInterval', () => {
  it('is mean ± t s / sqrt(n)', () => {
    const { mean, low, high, n } = meanInterval([1, 2, 3, 4]);
    const margin = (3.182446 * Math.sqrt(5 / 3)) / 2;
    expect([mean, n]).toEqual([2.5, 4]);
    expect(low).toBeCloseTo(2.5 - margin, 5);
    expect(high).toBeCloseTo(2.5 + margin, 5);
  });

  it('has no interval below two values and no mean of none', () => {
    expect(meanInterval([7])).toEqual({ mean: 7, low: NaN, high: NaN, n: 1 });
    expect(meanInterval([])).toEqual({ mean: NaN, low: NaN, high: NaN, n: 0 });
    expect(meanInterval([2, 2])).toEqual({ mean: 2, low: 2, high: 2, n: 2 });
    expect(meanInterval([1, NaN]).mean).toBeNaN();
  });
});

describe('geometricInterval', () => {
  it('is the interval of the logarithms: twice and half average to once', () => {
    const { mean, low, high, n } = geometricInterval([2, 0.5]);
    expect(mean).toBeCloseTo(1, 12);
    expect(low * high).toBeCloseTo(1, 9);
    expect(Math.log(high)).toBeCloseTo(12.7062 * Math.LN2, 3);
    expect(n).toBe(2);
  });

  it('has no interval for one value, no mean for none, and refuses 0', () => {
    const one = geometricInterval([3]);
    expect(one.mean).toBeCloseTo(3, 12);
    expect(one.low).toBeNaN();
    expect(geometricInterval([]).mean).toBeNaN();
    expect(() => geometricInterval([1, 0])).toThrow(/above 0, not 0/);
  });
});

describe('meansOf', () => {
  it('is the mean of each number over the rows that have it', () => {
    const rows = [
      { bits: 1, share: null },
      { bits: 3, share: 0.5 },
    ];
    const { bits, share } = meansOf(rows, ['bits', 'share']);
    expect(bits).toEqual(meanInterval([1, 3]));
    expect(share).toEqual(meanInterval([0.5]));
    expect(meansOf([{ bits: null }], ['bits']).bits).toMatchObject({ mean: NaN, n: 0 });
  });
});

describe('stretchMeans', () => {
  it('averages equal stretches, whose middle is their place', () => {
    const values = Float32Array.from([0, 2, 4, 6, 8, 10]);
    expect(stretchMeans(values, 3)).toEqual({ x: [1.5, 3.5, 5.5], y: [1, 5, 9] });
    expect(stretchMeans(values, 1)).toEqual({ x: [3.5], y: [5] });
  });

  it('takes every value where there are fewer', () => {
    expect(stretchMeans(Float32Array.from([7, 8]), 50)).toEqual({ x: [1, 2], y: [7, 8] });
  });
});
