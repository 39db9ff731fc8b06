import {
  aboveChance,
  alphabetRuns,
  entropyRuns,
  firstEpoch,
  identifyingPrefix,
  lengthRuns,
  prefixReaching,
  recollection,
  type StringRunLike,
} from 'memorization-kit/measure';
import { describe, expect, it } from 'vitest';

describe('recollection', () => {
  const letters = {
    correct: [1, 0, 1, 1],
    nll: [0, Math.LN2, 2 * Math.LN2, Math.LN2],
    mass: [1, 0.5, 0.5, 1],
    entropy: [0, 0, Math.LN2, Math.LN2],
    divergence: [Math.LN2, 0, 0, 0],
  };

  it('is the mean over letters, in bits', () => {
    expect(recollection(letters, 0, 4)).toEqual({
      accuracy: 0.75,
      loss: 1,
      mass: 0.75,
      entropy: 0.5,
      divergence: 0.25,
    });
    expect(recollection(letters, 2, 4).loss).toBeCloseTo(1.5, 12);
    expect(() => recollection(letters, 2, 2)).toThrow(/no letters from 2 to 2/);
  });

  it('is compared with chance', () => {
    expect(aboveChance(0.5, 0.5)).toBe(0);
    expect(aboveChance(1, 0.1)).toBe(1);
    expect(aboveChance(0.55, 0.1)).toBeCloseTo(0.5, 12);
  });

  it('first reaches a level at an epoch, or never', () => {
    const epochs = [0.2, 0.96, 0.9, 1, 0.99].map((accuracy, i) => ({ epoch: 10 * i, accuracy }));
    expect(firstEpoch(epochs, 0.95)).toBe(10);
    expect(firstEpoch(epochs, 1)).toBe(30);
    expect(firstEpoch(epochs.slice(0, 3), 1)).toBeNull();
  });
});

describe('prefixes', () => {
  it('that identify a place have 2 log_l n letters', () => {
    expect(identifyingPrefix(26, 1024)).toBeCloseTo(4.25, 2); // the paper: about 4.3
    expect(identifyingPrefix(2, 1024)).toBeCloseTo(20, 10); // the paper: 20
  });

  it('reach a level between the lengths measured', () => {
    expect(prefixReaching([0, 2, 4, 8], [0.1, 0.3, 0.9, 1], 0.8)).toBeCloseTo(2 + 2 * (5 / 6), 10);
    expect(prefixReaching([0, 2], [0.9, 1], 0.8)).toBe(0);
    expect(prefixReaching([0, 2], [0.1, 0.3], 0.8)).toBeNull();
  });
});

describe('which runs are compared', () => {
  const run = (change: Partial<StringRunLike['config']>): StringRunLike => ({
    config: {
      experiment: 'memorize',
      alphabet: 26,
      entropyBits: 0,
      length: 128,
      nStrings: 1,
      pretrainSteps: 0,
      seed: 1,
      ...change,
    },
    measurements: { exposures: [] },
  });
  const runs = [
    run({ alphabet: 2 }),
    run({}),
    run({ entropyBits: 1 }),
    run({ length: 16 }),
    run({ alphabet: 2, length: 32 }),
    run({ experiment: 'sequence' }),
  ];

  it('alphabets at one length, entropies and lengths at one alphabet', () => {
    expect(alphabetRuns(runs)).toEqual([runs[0], runs[1]]);
    expect(entropyRuns(runs)).toEqual([runs[1], runs[2]]);
    expect(lengthRuns(runs)).toEqual([runs[1], runs[3]]);
    expect(lengthRuns(runs, 2)).toEqual([runs[0], runs[4]]);
    expect(alphabetRuns([])).toEqual([]);
  });
});
