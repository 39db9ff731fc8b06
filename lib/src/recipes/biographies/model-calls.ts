import type * as tf from '@tensorflow/tfjs';
import type { TokenRows } from '../../datasets';
import type { Program, Tensors, TensorSpec } from '../../engine';
import { type GptConfig, gptLikeliestTokens, gptLoss, type ParameterViews } from '../../model';
import { inChunks } from '../../training';

/** The inputs of a batch of rows of tokens. */
export function rowInputs(rows: number, length: number): Record<string, TensorSpec> {
  return {
    tokens: { shape: [rows, length], dtype: 'int32' },
    targets: { shape: [rows, length], dtype: 'int32' },
    weights: { shape: [rows, length], dtype: 'float32' },
  };
}

/** The values of such a batch. */
export const feedsOf = ({ tokens, targets, weights }: TokenRows) => ({ tokens, targets, weights });

/** Weighted mean cross-entropy of a batch of rows. */
export function rowLoss(p: ParameterViews, batch: Tensors, gpt: GptConfig): tf.Scalar {
  const { tokens, targets, weights } = batch as Record<string, tf.Tensor2D>;
  return gptLoss(p, tokens, targets, weights, gpt);
}

/**
 * A measurement of a training program: what the model says at every place of `rows` rows of tokens.
 * `adapt` makes the model's parameters out of the trained and the frozen ones.
 */
export function likeliestMeasurement(
  rows: number,
  length: number,
  gpt: GptConfig,
  adapt: (trained: ParameterViews, frozen: ParameterViews) => ParameterViews = (p) => p,
) {
  const { tokens, targets } = rowInputs(rows, length);
  return {
    inputs: { tokens, targets },
    run: (p: ParameterViews, inputs: Tensors, frozen: ParameterViews): Tensors => {
      const { tokens, targets } = inputs as Record<string, tf.Tensor2D>;
      return { ...gptLikeliestTokens(adapt(p, frozen), tokens, targets, gpt) };
    },
  };
}

/** What `gptLikeliestTokens` yields, of all rows. */
export interface Likeliest {
  best: Float32Array; // [rows, length]
  bestNll: Float32Array;
  nll: Float32Array;
}

/** Calls a likeliest-token measurement that takes `atOnce` rows on any number of rows. */
export function likeliest(
  program: Program,
  name: string,
  { tokens, targets, rows }: Pick<TokenRows, 'rows' | 'tokens' | 'targets'>,
  atOnce: number,
): Likeliest {
  const { best, bestNll, nll } = inChunks(program, name, { tokens, targets }, rows, atOnce);
  return { best, bestNll, nll };
}
