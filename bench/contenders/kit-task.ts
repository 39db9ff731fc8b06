import * as tf from '@tensorflow/tfjs';
import {
  createProgram,
  type EngineMode,
  type KernelChoice,
  readSettings,
  withKernels,
} from 'memorization-kit/engine';
import { gptLayout, gptLoss } from 'memorization-kit/model';
import { adamWDefaults, biasCorrections, STEP, trainingProgram } from 'memorization-kit/training';
import type { Problem } from '../problem';
import type { Step } from './serve';

/**
 * The kit's own training step, captured ('plain', 'xla') or op by op ('eager').
 * @param kernels default: those of KIT_KERNELS
 */
export function kitStep(
  problem: Problem,
  mode: EngineMode,
  kernels: KernelChoice = readSettings().kernels,
): Step {
  const { model, batch, clipNorm, theta } = problem;
  const { learningRate, ...rest } = problem.optimizer;
  const options = { ...adamWDefaults, ...rest, clipNorm };
  const shape = [batch, model.seqLength];
  const spec = trainingProgram(
    {
      layout: gptLayout(model),
      theta,
      batch: { tokens: { shape, dtype: 'int32' }, targets: { shape, dtype: 'int32' } },
      loss: (p, { tokens, targets }) =>
        gptLoss(p, tokens as tf.Tensor2D, targets as tf.Tensor2D, null, model),
    },
    options,
  );
  const program = withKernels(kernels, () => createProgram(spec, mode));
  tf.dispose(spec.state);
  const tokens = tf.tensor(problem.tokens, shape, 'int32');
  const targets = tf.tensor(problem.targets, shape, 'int32');
  let t = 0;
  return () => {
    const feeds = { tokens, targets, learningRate, ...biasCorrections(++t, options) };
    return withKernels(kernels, () => program.call(STEP, feeds)).loss[0];
  };
}
