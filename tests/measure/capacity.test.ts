import { capacities, capacityFit, datasetBits, memorizedBits } from 'memorization-kit/measure';
import { sequencesForScale } from 'memorization-kit/measure';
import { describe, expect, it } from 'vitest';

const dataset = { nSequences: 10, seqLength: 64, vocabSize: 2048 };

describe('memorized bits', () => {
  it('of a perfect model are all bits of the dataset: 704 a sequence in the paper', () => {
    expect(memorizedBits(0, dataset, 'paper')).toBe(7040);
    expect(memorizedBits(0, dataset, 'scored')).toBe(10 * 63 * 11);
    expect(datasetBits(dataset, 'paper')).toBe(7040);
  });

  it('of a model that guesses are none, of half the uncertainty half', () => {
    expect(memorizedBits(Math.log(2048), dataset, 'paper')).toBeCloseTo(0, 6);
    expect(memorizedBits(Math.log(2048) / 2, dataset, 'paper')).toBeCloseTo(3520, 6);
    expect(memorizedBits(2 * Math.log(2048), dataset, 'paper')).toBeLessThan(0);
  });

  it("the paper's counting is S / (S - 1) times the scored one", () => {
    const ratio = memorizedBits(1, dataset, 'paper') / memorizedBits(1, dataset, 'scored');
    expect(ratio).toBeCloseTo(64 / 63, 10);
  });

  it('a scale of 1 is a dataset of 3.6 bits per parameter', () => {
    expect(sequencesForScale(1, 80_352, dataset)).toBe(Math.round((3.6 * 80_352) / 704));
    expect(sequencesForScale(1e-9, 80_352, dataset)).toBe(1);
  });
});

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
