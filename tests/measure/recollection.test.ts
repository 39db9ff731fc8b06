import * as tf from '@tensorflow/tfjs';
import { createProgram, loadTensorFlow } from 'memorization-kit/engine';
import { recollection } from 'memorization-kit/findings';
import { rankCorrelation, ranks } from 'memorization-kit/measure';
import { predictionMeasures } from 'memorization-kit/model';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  alphabetRuns,
  entropyRuns,
  lengthRuns,
} from '../../lib/dist/findings/random-strings/values';
import { identifyingPrefix, prefixReaching } from '../../lib/dist/recipes/strings/contexts';
import { epochReaching } from '../../lib/dist/recipes/strings/exposures';
import { aboveChance } from '../../lib/dist/recipes/strings/sequences';
import { madeUp } from '../findings/made-up-strings';

beforeAll(() => {
  loadTensorFlow({ device: 'cpu', threads: 1 });
});

/** Logits of three predictions over four tokens; tokens 1 and 2 are the alphabet. */
const probabilities = [
  [0.1, 0.4, 0.4, 0.1],
  [0, 1, 0, 0],
  [0.25, 0.25, 0.25, 0.25],
];
const logits = probabilities.map((row) => row.map((p) => Math.log(p || 1e-30) + 7));
const targets = [1, 1, 3];
const reference = [0, 0.5, 0.5, 0];

function measured(mode: 'eager' | 'plain'): Record<string, Float32Array> {
  const program = createProgram(
    {
      state: {},
      functions: {
        measure: {
          inputs: {
            logits: { shape: [3, 4], dtype: 'float32' },
            targets: { shape: [3], dtype: 'int32' },
          },
          run: (_, { logits, targets }) => ({
            outputs: predictionMeasures(
              logits as tf.Tensor2D,
              targets as tf.Tensor1D,
              tf.tensor1d(reference),
            ),
          }),
        },
      },
    },
    mode,
  );
  try {
    return program.call('measure', {
      logits: Float32Array.from(logits.flat()),
      targets: Int32Array.from(targets),
    });
  } finally {
    program.dispose();
  }
}

describe.each(['eager', 'plain'] as const)('the measures of a prediction (%s)', (mode) => {
  it('against cases computed by hand', () => {
    const m = measured(mode);
    // the first of two equal choices counts; the third prefers token 0
    expect([...m.correct]).toEqual([1, 1, 0]);
    expect(m.nll[0]).toBeCloseTo(-Math.log(0.4), 5);
    expect(m.nll[1]).toBeCloseTo(0, 5);
    expect(m.nll[2]).toBeCloseTo(Math.log(4), 5);
    expect(m.mass[0]).toBeCloseTo(0.8, 5);
    expect(m.mass[1]).toBeCloseTo(1, 5);
    expect(m.mass[2]).toBeCloseTo(0.5, 5);
    expect(m.entropy[0]).toBeCloseTo(-0.8 * Math.log(0.4) - 0.2 * Math.log(0.1), 5);
    expect(m.entropy[1]).toBeCloseTo(0, 5);
    expect(m.entropy[2]).toBeCloseTo(Math.log(4), 5);
    // KL(reference || p): sum of 1/2 log (1/2 / p)
    expect(m.divergence[0]).toBeCloseTo(Math.log(0.5 / 0.4), 5);
    expect(m.divergence[1]).toBeCloseTo(0.5 * Math.log(0.5) + 0.5 * Math.log(0.5 / 1e-30), 3);
    expect(m.divergence[2]).toBeCloseTo(Math.log(0.5 / 0.25), 5);
  });
});

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

describe('rank correlation', () => {
  it('sees any rising or falling order', () => {
    expect(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
    // hand-computed: d = (1, -1, 0, 0, 0), 1 - 6 * 2 / (5 * 24) = 0.9
    expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 3, 4, 5])).toBeCloseTo(0.9, 12);
  });

  it('gives equal values the mean of their ranks', () => {
    expect(ranks([5, 1, 5, 0])).toEqual([3.5, 2, 3.5, 1]);
    expect(rankCorrelation([1, 2, 3], [7, 7, 7])).toBeNaN();
    expect(() => rankCorrelation([1], [1, 2])).toThrow(/as many/);
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
