import { permutation, randomStream } from 'memorization-kit/engine';
import { describe, expect, it } from 'vitest';

describe('a random stream', () => {
  it('yields the same numbers on every machine', () => {
    const stream = randomStream(1, 'golden');
    expect([stream.bits(), stream.integer(1000), stream.uniform(), stream.normal()]).toEqual([
      1016179409, 507, 0.14658193971090772, -0.39961927029056293,
    ]);
  });

  it('is a function of seed, name and index', () => {
    const first = (seed: number, name: string, index?: number): number =>
      randomStream(seed, name, index).uniform();
    expect(first(0, 'a')).toBe(first(0, 'a'));
    const values = [first(0, 'a'), first(1, 'a'), first(0, 'b'), first(0, 'a', 1), first(10, 'a')];
    expect(new Set(values).size).toBe(values.length);
  });

  it('draws normal numbers of mean 0 and variance 1', () => {
    const stream = randomStream(2, 'normal');
    const values = Array.from({ length: 20_000 }, () => stream.normal());
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  it('refuses a seed that is not a whole number', () => {
    expect(() => randomStream(0.5, 'x')).toThrow(/seed must be a whole number, not 0.5/);
  });
});

describe('a permutation', () => {
  it('holds every index once', () => {
    const order = permutation(100, randomStream(1, 'order'));
    expect(Array.from(order).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect(order).not.toEqual(permutation(100, randomStream(2, 'order')));
  });
});
