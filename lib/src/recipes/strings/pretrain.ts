import type * as tf from '@tensorflow/tfjs';
import { followTables, localText, promptedPairs } from '../../datasets';
import { gptLayout, gptLoss, initialParameters } from '../../model';
import { schedule, withTraining } from '../../training';
import type { Stages } from '../stages';
import { type StringConfig, stringGpt, stringOptimizer } from './config';

/**
 * The parameters [P] that the strings find: random ones, or, with `pretrainSteps`, of a model that
 * has learned to look at exactly the letters one, two and three places back, on ever new text.
 */
export async function startingParameters(
  config: StringConfig,
  stages: Stages,
): Promise<Float32Array> {
  const gpt = stringGpt(config);
  const layout = gptLayout(gpt);
  const theta = initialParameters(layout, config.nLayers, config.seed);
  const { pretrainSteps: steps, pretrainRows: rows, pretrainLearningRate: peak, length } = config;
  if (steps === 0) return theta;
  const optimizer = stringOptimizer(config);
  const shape = { shape: [rows, length], dtype: 'int32' as const };
  const task = {
    layout,
    theta,
    batch: { tokens: shape, targets: shape },
    loss: (p: Record<string, tf.Tensor>, { tokens, targets }: tf.NamedTensorMap) =>
      gptLoss(p, tokens as tf.Tensor2D, targets as tf.Tensor2D, null, gpt),
  };
  const tables = followTables(config);
  const warmup = Math.round(0.05 * steps);
  return withTraining(task, optimizer, async (program) => {
    await stages.train('local text', program, {
      steps,
      optimizer,
      learningRate: schedule({ shape: 'cosine', peak, steps, warmup, final: 0.1 }),
      batch: (step) => promptedPairs(localText(config, rows, step, tables)),
    });
    return program.read('theta');
  });
}
