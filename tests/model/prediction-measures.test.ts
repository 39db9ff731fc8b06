import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow } from 'memorization-kit/engine';
import { predictionMeasures } from 'memorization-kit/model';
import { beforeAll, expect, it } from 'vitest';
import { outputsOf } from '../engine/one-function';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

/** Logits of three predictions over four tokens; tokens 1 and 2 are the alphabet. */
const probabilities = [
  [0.1, 0.4, 0.4, 0.1],
  [0, 1, 0, 0],
  [0.25, 0.25, 0.25, 0.25],
];
const logits = probabilities.map((row) => row.map((p) => Math.log(p || 1e-30) + 7));
const targets = [1, 1, 3];
const reference = [0, 0.5, 0.5, 0];

const measure = {
  inputs: {
    logits: { shape: [3, 4], dtype: 'float32' as const },
    targets: { shape: [3], dtype: 'int32' as const },
  },
  run: (_: unknown, { logits, targets }: Record<string, tf.Tensor>) => ({
    outputs: predictionMeasures(
      logits as tf.Tensor2D,
      targets as tf.Tensor1D,
      tf.tensor1d(reference),
    ),
  }),
};

it.each(['eager', 'plain'] as const)(
  'the measures of a prediction agree with cases computed by hand (%s)',
  (mode) => {
    const m = outputsOf(mode, measure, {
      logits: Float32Array.from(logits.flat()),
      targets: Int32Array.from(targets),
    });
    expect([...m.correct]).toEqual([1, 1, 0]); // the first of two equal choices counts; the third prefers token 0
    const expected = {
      nll: [-Math.log(0.4), 0, Math.log(4)],
      mass: [0.8, 1, 0.5],
      entropy: [-0.8 * Math.log(0.4) - 0.2 * Math.log(0.1), 0, Math.log(4)],
      // KL(reference || p): sum of 1/2 log (1/2 / p)
      divergence: [
        Math.log(0.5 / 0.4),
        0.5 * Math.log(0.5) + 0.5 * Math.log(0.5 / 1e-30),
        Math.log(0.5 / 0.25),
      ],
    };
    for (const [name, values] of Object.entries(expected)) {
      values.forEach((value, i) => {
        expect(m[name][i], `${name} ${i}`).toBeCloseTo(value, value > 10 ? 3 : 5);
      });
    }
  },
);
