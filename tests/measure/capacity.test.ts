import { capacities, capacityFit } from 'memorization-kit/measure';
import { describe, expect, it } from 'vitest';

describe('capacity', () => {
  const point = (dModel: number, params: number, seed: number, memorizedBits: number) => ({
    dModel,
    nLayers: 1,
    vocabSize: 128,
    seed,
    params,
    memorizedBits,
  });
  // two sizes, two seeds, two dataset sizes each; 3 bits per parameter and a bit of spread
  const points = [
    point(16, 2000, 1, 5000),
    point(16, 2000, 1, 6100),
    point(16, 2000, 2, 5900),
    point(16, 2000, 2, 4000),
    point(8, 1000, 1, 3100),
    point(8, 1000, 1, 2000),
    point(8, 1000, 2, 2900),
    point(8, 1000, 2, 2800),
  ];

  it('is the maximum over dataset sizes for each seed, then the mean over seeds', () => {
    const models = capacities(points);
    expect(models.map((m) => m.params)).toEqual([1000, 2000]);
    expect(models[1].bySeed).toEqual([
      { seed: 1, bits: 6100 },
      { seed: 2, bits: 5900 },
    ]);
    expect(models[1].bits.mean).toBe(6000);
    // t(1 df) = 12.706, s = 141.42, / sqrt 2 = 100
    expect(models[1].bits.high - models[1].bits.mean).toBeCloseTo(1270.6, 1);
    expect(models[0].bitsPerParameter.mean).toBeCloseTo(3, 10);
  });

  it('the slope over the sizes is the bits per parameter', () => {
    expect(capacityFit(capacities(points))?.slope).toBeCloseTo(3, 10);
    expect(capacityFit(capacities(points.slice(0, 4)))).toBeNull();
  });
});
