import { datasetBits, memorizedBits, sequencesForScale } from 'memorization-kit/datasets';
import { describe, expect, it } from 'vitest';

const dataset = { nSequences: 10, seqLength: 64, vocabSize: 2048 };

describe('memorized bits', () => {
  it('of a perfect model are all bits of the dataset: 704 a sequence in the paper', () => {
    expect(memorizedBits(0, dataset, 'paper')).toBe(7040);
    expect(memorizedBits(0, dataset, 'scored')).toBe(10 * 63 * 11);
    expect(datasetBits(dataset, 'paper')).toBe(7040);
  });

  it('of a model that guesses are none, of half the uncertainty half, in either counting', () => {
    const of = (share: number) => memorizedBits(share * Math.log(2048), dataset, 'paper');
    expect(of(1)).toBeCloseTo(0, 6);
    expect(of(1 / 2)).toBeCloseTo(3520, 6);
    expect(of(2)).toBeLessThan(0);
    const scored = memorizedBits(Math.log(2048) / 2, dataset, 'scored');
    expect(of(1 / 2) / scored).toBeCloseTo(64 / 63, 10);
  });

  it('a scale of 1 is a dataset of 3.6 bits per parameter', () => {
    expect(sequencesForScale(1, 80_352, dataset)).toBe(Math.round((3.6 * 80_352) / 704));
    expect(sequencesForScale(1e-9, 80_352, dataset)).toBe(1);
  });
});
