import * as tf from '@tensorflow/tfjs';
import { readValues, requireInteger, requirePositive } from '../engine';
import { type GptConfig, gptLayout } from './gpt';
import { drawnParameters, type ParameterLayout, type ParameterViews, views } from './parameters';

/**
 * Low-rank adaptation (Hu et al. 2021): instead of a matrix W, a product A B of two thin ones is
 * trained, and W + (alpha / rank) A B takes the place of W. Here for the query and value parts of
 * every attention layer and for the tied embedding, as Allen-Zhu & Li 2023 finetune.
 */
export interface LoraOptions {
  rank: number; // of the updates of W_q and W_v; 0 = none
  embeddingRank: number; // of the update of the embedding; 0 = none
  alpha: number; // an update counts alpha / rank times
}

/** Throws an error naming the key that makes no sense for this model. */
export function validateLoraOptions(options: LoraOptions, { dModel }: { dModel: number }): void {
  const { rank, embeddingRank, alpha } = options;
  requireInteger('LoRA rank', rank, 0);
  requireInteger('LoRA embeddingRank', embeddingRank, 0);
  requirePositive('LoRA alpha', alpha);
  if (rank === 0 && embeddingRank === 0) {
    throw new RangeError('LoRA of rank 0 everywhere trains nothing: give rank or embeddingRank.');
  }
  if (Math.max(rank, embeddingRank) > dModel) {
    throw new RangeError(
      `A LoRA rank above dModel (${dModel}) is no low rank: rank ${rank}, embeddingRank ${embeddingRank}.`,
    );
  }
}

const EMBEDDING = 'wte';
const qkvName = (layer: number): string => `h${layer}.attn.qkv.weight`;
const factor = (of: string, name: 'A' | 'B'): string => `lora.${of}.${name}`;

/** The trained factors: A [d, r] and B [r, d] of each q and v, A [V, r] and B [r, d] of the embedding. */
export function loraLayout(
  { vocabSize, dModel: d, nLayers }: GptConfig,
  { rank, embeddingRank }: LoraOptions,
): ParameterLayout {
  const layout: ParameterLayout = [];
  if (embeddingRank > 0) {
    // The factor that belongs to the tokens is the one that starts at zero, so that the embeddings
    // of tokens that training never shows stay as they are.
    layout.push(
      { name: factor(EMBEDDING, 'A'), shape: [vocabSize, embeddingRank], init: 'zeros' },
      { name: factor(EMBEDDING, 'B'), shape: [embeddingRank, d], init: 'normal' },
    );
  }
  for (let i = 0; rank > 0 && i < nLayers; i++) {
    for (const part of ['q', 'v']) {
      layout.push(
        { name: factor(`h${i}.${part}`, 'A'), shape: [d, rank], init: 'normal' },
        { name: factor(`h${i}.${part}`, 'B'), shape: [rank, d], init: 'zeros' },
      );
    }
  }
  return layout;
}

/**
 * Initial factors [P]: one of each pair is zero, so that training starts from the model as it is;
 * the other is N(0, 1 / n) with n the length of the sums that it is part of.
 */
export function initialLora(layout: ParameterLayout, seed: number): Float32Array {
  return drawnParameters(layout, seed, ({ shape: [n] }) => 1 / Math.sqrt(n));
}

/**
 * The parameters of the adapted model: those of `frozen` with the low-rank updates added. Pure and
 * differentiable by `lora`, so that the model's own code needs to know nothing of it.
 */
export function withLora(
  frozen: ParameterViews,
  lora: ParameterViews,
  config: GptConfig,
  { rank, embeddingRank, alpha }: LoraOptions,
): ParameterViews {
  const update = (of: string, r: number): tf.Tensor =>
    tf.matMul(lora[factor(of, 'A')], lora[factor(of, 'B')]).mul(alpha / r);
  const adapted: ParameterViews = { ...frozen };
  if (embeddingRank > 0)
    adapted[EMBEDDING] = frozen[EMBEDDING].add(update(EMBEDDING, embeddingRank));
  for (let i = 0; rank > 0 && i < config.nLayers; i++) {
    const { dModel: d } = config;
    const parts = [update(`h${i}.q`, rank), tf.zeros([d, d]), update(`h${i}.v`, rank)];
    adapted[qkvName(i)] = frozen[qkvName(i)].add(tf.concat(parts, 1));
  }
  return adapted;
}

/**
 * The same as one vector [P] in the order of gptLayout(config): a model without LoRA.
 * @param frozen [P]
 * @param lora [P'] in the order of loraLayout(config, options)
 */
export function mergedLora(
  frozen: Float32Array,
  lora: Float32Array,
  config: GptConfig,
  options: LoraOptions,
): Float32Array {
  const layout = gptLayout(config);
  return readValues(() => {
    const base = views(tf.tensor1d(frozen), layout);
    const factors = views(tf.tensor1d(lora), loraLayout(config, options));
    const adapted = withLora(base, factors, config, options);
    const flat = layout.map(({ name }) => adapted[name].flatten());
    return { theta: tf.concat1d(flat) };
  }).theta;
}
