import { rankCorrelation, ranks } from 'memorization-kit/stats';
import { expect, it } from 'vitest';

it('rank correlation sees any rising or falling order', () => {
  expect(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  // hand-computed: d = (1, -1, 0, 0, 0), 1 - 6 * 2 / (5 * 24) = 0.9
  expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 3, 4, 5])).toBeCloseTo(0.9, 12);
});

it('equal values share the mean of their ranks', () => {
  expect(ranks([5, 1, 5, 0])).toEqual([3.5, 2, 3.5, 1]);
  expect(rankCorrelation([1, 2, 3], [7, 7, 7])).toBeNaN();
  expect(() => rankCorrelation([1], [1, 2])).toThrow(/as many/);
});
