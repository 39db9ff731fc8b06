import * as tf from '@tensorflow/tfjs';
import { createProgram, loadTensorFlow } from 'memorization-kit/engine';
import { predictionMeasures } from 'memorization-kit/model';
import { beforeAll, describe, expect, it } from 'vitest';

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
