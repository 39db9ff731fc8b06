import { schedule } from 'memorization-kit/training';
import { describe, expect, it } from 'vitest';

const options = { shape: 'cosine' as const, peak: 1, steps: 101, warmup: 1, final: 0.1 };

describe('a learning rate schedule', () => {
  it('warms up linearly to the peak', () => {
    const rate = schedule({ ...options, warmup: 4 });
    expect([0, 1, 2, 3].map(rate)).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it.each([
    ['cosine', [1, 0.55, 0.1]],
    ['linear', [1, 0.55, 0.1]],
    ['constant', [1, 1, 1]],
  ] as const)('%s: first, middle and last step', (shape, expected) => {
    const rate = schedule({ ...options, shape });
    [1, 1 + 99 / 2, 100].forEach((step, i) => expect(rate(step)).toBeCloseTo(expected[i], 10));
  });

  it.each([
    [{ peak: 0 }, /peak learning rate/],
    [{ warmup: 102 }, /warm-up of 102 steps does not fit into 101/],
    [{ final: 2 }, /final/],
  ])('refuses %o', (change, message) => {
    expect(() => schedule({ ...options, ...change })).toThrow(message);
  });
});
