import { recollection } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import {
  alphabetRuns,
  entropyRuns,
  lengthRuns,
} from '../../lib/dist/findings/random-strings/values';
import { identifyingPrefix, prefixReaching } from '../../lib/dist/recipes/strings/contexts';
import { epochReaching } from '../../lib/dist/recipes/strings/exposures';
import { aboveChance } from '../../lib/dist/recipes/strings/sequences';
import { madeUp } from '../findings/made-up-strings';

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
    const records = [0.2, 0.96, 0.9, 1, 0.99].map((accuracy, i) => ({
      epoch: 10 * i,
      own: { accuracy },
    })) as unknown as Parameters<typeof epochReaching>[0];
    expect(epochReaching(records, 0.95)).toBe(10);
    expect(epochReaching(records, 1)).toBe(30);
    expect(epochReaching(records.slice(0, 3), 1)).toBeNull();
  });
});

describe('prefixes', () => {
  it('that identify a place have 2 log_l n letters', () => {
    expect(identifyingPrefix({ alphabet: 26, length: 1024 })).toBeCloseTo(4.25, 2); // the paper: about 4.3
    expect(identifyingPrefix({ alphabet: 2, length: 1024 })).toBeCloseTo(20, 10); // the paper: 20
  });

  it('reach a level between the lengths measured', () => {
    expect(prefixReaching([0, 2, 4, 8], [0.1, 0.3, 0.9, 1], 0.8)).toBeCloseTo(2 + 2 * (5 / 6), 10);
    expect(prefixReaching([0, 2], [0.9, 1], 0.8)).toBe(0);
    expect(prefixReaching([0, 2], [0.1, 0.3], 0.8)).toBeNull();
  });
});

it('compares alphabets at one length, entropies and lengths at one alphabet', () => {
  const runs = [
    { alphabet: 2 },
    {},
    { entropyBits: 1 },
    { length: 16 },
    { alphabet: 2, length: 32 },
    { experiment: 'sequence' as const, nStrings: 3 },
  ].map((overrides) => madeUp(overrides, [1]));
  expect(alphabetRuns(runs)).toEqual([runs[0], runs[1]]);
  expect(entropyRuns(runs)).toEqual([runs[1], runs[2]]);
  expect(lengthRuns(runs)).toEqual([runs[1], runs[3]]);
  expect(lengthRuns(runs, 2)).toEqual([runs[0], runs[4]]);
  expect(alphabetRuns([])).toEqual([]);
});
