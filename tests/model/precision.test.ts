import * as tf from '@tensorflow/tfjs';
import { createProgram, type EngineMode, loadTensorFlow } from 'memorization-kit/engine';
import { gptLoss } from 'memorization-kit/model';
import {
  adamWDefaults,
  biasCorrections,
  STEP,
  type Storage,
  trainingProgram,
} from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { batch, fixture, gptConfig, layoutOf, theta } from './fixture';

beforeAll(() => {
  loadTensorFlow({ device: 'cpu', threads: 1 });
});

const { learned } = fixture.cases;

/** Loss before the first of a few updates, after them, and the parameters at the end. */
function fewSteps(
  compute: 'float32' | 'bfloat16',
  storage: Storage,
  mode: EngineMode,
): { first: number; last: number; theta: Float32Array } {
  const layout = layoutOf(learned);
  const config = { ...gptConfig(learned), compute };
  const { tokens, targets } = batch();
  const spec = { shape: tokens.shape, dtype: 'int32' as const };
  const program = createProgram(
    trainingProgram(
      {
        layout,
        theta: theta(learned.params, layout),
        batch: { tokens: spec, targets: spec },
        loss: (p, b) => gptLoss(p, b.tokens as tf.Tensor2D, b.targets as tf.Tensor2D, null, config),
      },
      adamWDefaults,
      { storage },
    ),
    mode,
  );
  const losses = [1, 2, 3, 4, 5].map(
    (t) =>
      program.call(STEP, {
        tokens,
        targets,
        learningRate: 0.01,
        ...biasCorrections(t, adamWDefaults),
      }).loss[0],
  );
  const result = { first: losses[0], last: losses[4], theta: program.read('theta') };
  program.dispose();
  return result;
}

describe.each(['plain', 'xla'] as const)('a GPT that multiplies in bfloat16 (%s)', (mode) => {
  it('is near float32, not equal to it, and learns', () => {
    const exact = fewSteps('float32', 'float32', mode);
    const rounded = fewSteps('bfloat16', 'float32', mode);
    const difference = Math.abs(rounded.first / exact.first - 1);
    expect(difference).toBeGreaterThan(1e-6);
    expect(difference).toBeLessThan(0.02); // a few times bfloat16's 2^-8
    expect(rounded.last).toBeLessThan(rounded.first);
  });

  it('agrees with the emulation in pure JavaScript up to single roundings', () => {
    const tensorflow = fewSteps('bfloat16', 'float32', mode);
    tf.setBackend('cpu');
    const emulated = fewSteps('bfloat16', 'float32', 'eager');
    tf.setBackend('tensorflow');
    expect(Math.abs(tensorflow.first / emulated.first - 1)).toBeLessThan(0.005);
  });

  it('keeps its parameters in bfloat16 when asked to', () => {
    const { theta: values, first, last } = fewSteps('bfloat16', 'bfloat16-nearest', mode);
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    expect(bits.every((word) => (word & 0xffff) === 0)).toBe(true);
    expect(last).toBeLessThan(first);
  });
});
