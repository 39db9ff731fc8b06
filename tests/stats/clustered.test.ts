import { clusteredInterval, meanInterval } from 'memorization-kit/stats';
import { describe, expect, it } from 'vitest';

describe('clusteredInterval', () => {
  it('agrees with a case worked out by hand', () => {
    // Mean 6 / 8. Summed deviations: 2 - 1.5 = 0.5, 4 - 3 = 1, 0 - 1.5 = -1.5; their squares 3.5.
    const clusters = [
      [1, 1],
      [1, 1, 1, 1],
      [0, 0],
    ];
    const margin = 4.302653 * Math.sqrt(((3 / 2) * 3.5) / 64);
    const interval = clusteredInterval(clusters);
    expect(interval.mean).toBe(0.75);
    expect(interval.high - interval.mean).toBeCloseTo(margin, 5);
    expect(interval.mean - interval.low).toBeCloseTo(margin, 5);
    expect(interval.n).toBe(3);
  });

  it('of clusters of one is the plain interval of a mean', () => {
    const values = [0.2, 0.5, 0.9, 0.4];
    const plain = meanInterval(values);
    const clustered = clusteredInterval(values.map((value) => [value]));
    expect(clustered.mean).toBeCloseTo(plain.mean, 12);
    expect(clustered.low).toBeCloseTo(plain.low, 12);
  });

  it('does not shrink when every value is given six times', () => {
    const once = [[0], [1], [1], [0], [1]];
    const six = once.map(([value]) => Array.from({ length: 6 }, () => value));
    expect(clusteredInterval(six).low).toBeCloseTo(clusteredInterval(once).low, 12);
  });

  it('has no interval for one cluster, no mean for none; empty clusters do not count', () => {
    expect(clusteredInterval([[1, 0]])).toEqual({ mean: 0.5, low: NaN, high: NaN, n: 1 });
    expect(clusteredInterval([])).toEqual({ mean: NaN, low: NaN, high: NaN, n: 0 });
    expect(clusteredInterval([[], [1], [0]]).n).toBe(2);
  });
});
