import * as tf from '@tensorflow/tfjs';
import { createProgram } from '../../engine';
import { followTables, localText, promptedPairs } from '../../datasets';
import { gptLayout, gptLoss, initialParameters } from '../../model';
import { schedule, train, trainingProgram } from '../../training';
import type { RunContext } from '../old-finding';
import { gptConfigOf, type RandomStringsConfig } from './config';
import { optimizerOf } from './learner';

/**
 * The parameters [P] that the strings find: random ones, or, with `pretrainSteps`, of a model that
 * has learned to look at exactly the letters one, two and three places back, on ever new text.
 */
export async function startingParameters(
  config: RandomStringsConfig,
  context: Pick<RunContext, 'signal' | 'checkpointFile'>,
  onStep: (step: number, loss: number) => void,
): Promise<Float32Array> {
  const gpt = gptConfigOf(config);
  const layout = gptLayout(gpt);
  const theta = initialParameters(layout, config.nLayers, config.seed);
  const { pretrainSteps: steps, pretrainRows: rows, length } = config;
  if (steps === 0) return theta;
  const optimizer = optimizerOf(config);
  const shape = { shape: [rows, length], dtype: 'int32' as const };
  const spec = trainingProgram(
    {
      layout,
      theta,
      batch: { tokens: shape, targets: shape },
      loss: (p, { tokens, targets }) =>
        gptLoss(p, tokens as tf.Tensor2D, targets as tf.Tensor2D, null, gpt),
    },
    optimizer,
  );
  const program = createProgram(spec);
  tf.dispose(spec.state);
  const tables = followTables(config);
  try {
    await train(program, {
      steps,
      optimizer,
      learningRate: schedule({
        shape: 'cosine',
        peak: config.pretrainLearningRate,
        steps,
        warmup: Math.round(0.05 * steps),
        final: 0.1,
      }),
      batch: (step) => promptedPairs(localText(config, rows, step, tables)),
      onStep: ({ step, loss }) => onStep(step, loss),
      signal: context.signal,
      checkpoint: context.checkpointFile
        ? {
            file: `${context.checkpointFile}.pretrain`,
            fingerprint: JSON.stringify(config),
            keep: true,
          }
        : undefined,
    });
    return program.read('theta');
  } finally {
    program.dispose();
  }
}
