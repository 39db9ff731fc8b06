import type * as tf from '@tensorflow/tfjs';
import { matMul } from '../engine';
import { tokenNll } from './cross-entropy';
import { gptHidden, type GptConfig } from './gpt';
import type { ParameterViews } from './parameters';

/** What a model says at every place, [B, T] each, in float32. */
export interface LikeliestTokens {
  best: tf.Tensor2D; // the most likely next token; the first among equals
  bestNll: tf.Tensor2D; // its negative log-likelihood in nats
  nll: tf.Tensor2D; // that of the target
}

/**
 * The most likely token after each of `tokens` [B, T] and how likely it and `targets` [B, T] are.
 * Holds all logits [B T, V] at once: for measuring on few rows a call.
 */
export function gptLikeliestTokens(
  p: ParameterViews,
  tokens: tf.Tensor2D,
  targets: tf.Tensor2D,
  config: GptConfig,
): LikeliestTokens {
  const hidden = gptHidden(p, tokens, config);
  const table = p.wte as tf.Tensor2D;
  const { compute } = config;
  const logits = matMul(hidden, table, { transposeB: true, compute }); // [B T, V]
  const excess = logits.sub(logits.max(-1, true)).exp().sum(-1).log(); // log-sum-exp minus the maximum
  const shaped = (x: tf.Tensor): tf.Tensor2D => x.reshape<tf.Tensor2D>(tokens.shape);
  return {
    best: shaped(logits.argMax(-1).cast('float32')),
    bestNll: shaped(excess),
    nll: shaped(tokenNll(hidden, table, targets.flatten(), compute)),
  };
}
