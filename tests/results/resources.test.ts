import { resourcesText } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';

describe('what a run will need', () => {
  it('is told in units that can be read, from seconds to days', () => {
    expect(resourcesText({ flops: 2.5e11, memoryBytes: 100 * 2 ** 20 })).toBe(
      '2.5e+11 operations (10 s on one CPU core at 25 GFLOP/s, 0.0 s on one GPU at 30 TFLOP/s), 100 MiB',
    );
    expect(resourcesText({ flops: 2.16e18, memoryBytes: 62 * 2 ** 30 })).toBe(
      '2.2e+18 operations (1000 days on one CPU core at 25 GFLOP/s, 20 h on one GPU at 30 TFLOP/s), 62.0 GiB',
    );
  });
});
