import type * as tf from '@tensorflow/tfjs';
import type { TokenRows } from '../datasets';
import type { Program, Tensors, TensorSpec } from '../engine';
import {
  type Drop,
  type GptConfig,
  gptLayout,
  gptLikeliestTokens,
  gptLoss,
  type ParameterViews,
} from '../model';
import { inChunks, type TrainingTask } from '../training';

/** The inputs of a batch of rows: tokens, and the token after each. */
export const pairInputs = (rows: number, length: number): Record<string, TensorSpec> => ({
  tokens: { shape: [rows, length], dtype: 'int32' },
  targets: { shape: [rows, length], dtype: 'int32' },
});

/** The same with how much each prediction counts. */
export const rowInputs = (rows: number, length: number): Record<string, TensorSpec> => ({
  ...pairInputs(rows, length),
  weights: { shape: [rows, length], dtype: 'float32' },
});

/** The values of such a batch. */
export const feedsOf = ({ tokens, targets, weights }: TokenRows) => ({ tokens, targets, weights });

/** Mean cross-entropy of a batch of rows, weighted where there are weights. */
export function rowLoss(
  p: ParameterViews,
  batch: Tensors,
  gpt: GptConfig,
  drop: Drop | null = null,
): tf.Scalar {
  const { tokens, targets, weights = null } = batch as Partial<Record<string, tf.Tensor2D>>;
  return gptLoss(p, tokens as tf.Tensor2D, targets as tf.Tensor2D, weights, gpt, drop);
}

/** The training of all parameters of a GPT, from `theta` [P], on batches of rows. */
export const gptTask = (
  gpt: GptConfig,
  theta: Float32Array,
  batch: TrainingTask['batch'],
): TrainingTask => ({
  layout: gptLayout(gpt),
  theta,
  batch,
  loss: (p, rows) => rowLoss(p, rows, gpt),
});

/**
 * A measurement of a training program: what the model says at every place of `rows` rows of tokens.
 * `adapt` makes the model's parameters out of the trained and the frozen ones.
 */
export const likeliestMeasurement = (
  rows: number,
  length: number,
  gpt: GptConfig,
  adapt: (trained: ParameterViews, frozen: ParameterViews) => ParameterViews = (p) => p,
) => ({
  inputs: pairInputs(rows, length),
  run(p: ParameterViews, inputs: Tensors, frozen: ParameterViews): Tensors {
    const { tokens, targets } = inputs as Record<string, tf.Tensor2D>;
    return { ...gptLikeliestTokens(adapt(p, frozen), tokens, targets, gpt) };
  },
});

/** What `gptLikeliestTokens` yields, of all rows: each [rows, length]. */
export type Likeliest = Record<'best' | 'bestNll' | 'nll', Float32Array>;

/** Calls a likeliest-token measurement that takes `atOnce` rows on any number of rows. */
export const likeliest = (
  program: Program,
  name: string,
  { tokens, targets, rows }: Pick<TokenRows, 'rows' | 'tokens' | 'targets'>,
  atOnce: number,
): Likeliest => inChunks(program, name, { tokens, targets }, rows, atOnce) as Likeliest;
