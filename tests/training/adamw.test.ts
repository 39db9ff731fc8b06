import * as tf from '@tensorflow/tfjs';
import {
  type KernelChoice,
  kernelLevels,
  loadTensorFlow,
  randomStream,
  setKernelThreads,
  withKernels,
} from 'memorization-kit/engine';
import { adamWDefaults, adamWUpdate, biasCorrections } from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => {
  loadTensorFlow({ device: 'cpu', threads: 1 });
});

function runs(level: KernelChoice): boolean {
  loadTensorFlow({ device: 'cpu', threads: 1 });
  try {
    return updated(level, 3).theta.length === 3;
  } catch {
    return false;
  }
}

/** Three steps on numbers of all sizes, 0 and subnormal gradients among them. */
function updated(kernels: KernelChoice, size: number, weightDecay = 0, spoil = 0) {
  const options = { ...adamWDefaults, weightDecay };
  return withKernels(kernels, () =>
    tf.tidy(() => {
      const stream = randomStream(size, 'AdamW');
      const some = (scale: () => number): tf.Tensor1D =>
        tf.tensor1d(Float32Array.from({ length: size }, () => scale() * stream.normal()));
      let state = { theta: some(() => 1) as tf.Tensor, m: tf.zeros([size]), v: tf.zeros([size]) };
      const mask = tf.tensor1d(Array.from({ length: size }, (_, i) => i % 2));
      for (let t = 1; t <= 3; t++) {
        const gradient = some(() => [0, 1e-40, 1e-6, 1, 1e6][stream.integer(5)]);
        const { correction1, correction2 } = biasCorrections(t, options);
        const scalars = {
          learningRate: tf.scalar(0.03 + spoil),
          correction1: tf.scalar(correction1),
          correction2: tf.scalar(correction2),
        };
        state = adamWUpdate(state, gradient, scalars, options, mask);
      }
      const [theta, m, v] = [state.theta, state.m, state.v].map((x) => [...x.dataSync()]);
      return { theta, m, v };
    }),
  );
}

describe.each(kernelLevels.filter(runs))('the native update of AdamW (%s)', (level) => {
  it.each([
    [1, 0],
    [37, 0],
    [5000, 0],
    [37, 0.1],
    [5000, 0.1],
  ])('is that of the composed ops to the last bit: %i parameters, decay %d', (size, decay) => {
    expect(updated(level, size, decay)).toEqual(updated('composed', size, decay));
  });

  it('passes NaN on', () => {
    expect(updated(level, 20, 0, NaN).theta.every(Number.isNaN)).toBe(true);
  });

  it('needs no other numbers on two threads', () => {
    const alone = updated(level, 300_000);
    setKernelThreads(2);
    try {
      expect(updated(level, 300_000)).toEqual(alone);
    } finally {
      setKernelThreads(1);
    }
  });
});

it('says that weight decay needs its mask', () => {
  const x = tf.zeros([2]);
  const one = tf.scalar(1);
  const scalars = { learningRate: one, correction1: one, correction2: one };
  expect(() =>
    adamWUpdate({ theta: x, m: x, v: x }, x, scalars, { ...adamWDefaults, weightDecay: 1 }, null),
  ).toThrow(/decay mask/);
});
