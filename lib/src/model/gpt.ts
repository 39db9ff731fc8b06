import * as tf from '@tensorflow/tfjs';
import { type Compute, requireInteger } from '../engine';
import { attend } from './attention';
import { linearCrossEntropy, tokenNll } from './cross-entropy';
import type { Drop } from './dropout';
import { attentionBlock, fusedLevel, headLoss, mlpBlock } from './fused';
import { border, embedding, firstRows, gelu, layerNorm, linear } from './layers';
import type { Init, ParameterLayout, ParameterViews } from './parameters';
import { applyRotary, turnedPairs } from './rotary';

/** A GPT-2 style decoder (pre-LayerNorm, biases, MLP of width 4 d, head tied to the embedding). */
export interface GptConfig {
  vocabSize: number;
  seqLength: number; // positions that the model has
  dModel: number;
  nLayers: number;
  nHeads: number;
  positions: 'learned' | 'rotary';
  /** Of the pairs of a head, those that rotary positions turn; default: all. GPT-NeoX turns a quarter. */
  rotaryShare?: number;
  mask: 'causal' | 'bidirectional';
  compute: Compute;
}

/** Throws an error naming the key that makes no sense. */
export function validateGptConfig(config: GptConfig): void {
  requireInteger('vocabSize', config.vocabSize, 2);
  requireInteger('seqLength', config.seqLength, 1);
  requireInteger('dModel', config.dModel, 1);
  requireInteger('nLayers', config.nLayers, 1);
  requireInteger('nHeads', config.nHeads, 1);
  const { dModel, nHeads, positions, rotaryShare = 1 } = config;
  if (dModel % nHeads !== 0) {
    throw new RangeError(`dModel (${dModel}) must be divisible by nHeads (${nHeads}).`);
  }
  if (positions === 'rotary' && (dModel / nHeads) % 2 !== 0) {
    throw new RangeError(
      `Rotary positions turn pairs: the head dimension dModel / nHeads = ${dModel / nHeads} must be even.`,
    );
  }
  const turned = turnedPairs(dModel / nHeads, rotaryShare);
  if (positions === 'rotary' && !(Number.isInteger(turned) && turned >= 1 && rotaryShare <= 1)) {
    throw new RangeError(
      `rotaryShare (${rotaryShare}) must be a whole number of the ${dModel / nHeads / 2} pairs of a head.`,
    );
  }
}

export function gptLayout(config: GptConfig): ParameterLayout {
  const { vocabSize, seqLength, dModel: d, nLayers, positions } = config;
  const norm = (name: string): ParameterLayout => [
    { name: `${name}.gain`, shape: [d], init: 'ones' },
    { name: `${name}.bias`, shape: [d], init: 'zeros' },
  ];
  const dense = (name: string, inputs: number, outputs: number, init: Init): ParameterLayout => [
    { name: `${name}.weight`, shape: [inputs, outputs], init },
    { name: `${name}.bias`, shape: [outputs], init: 'zeros' },
  ];
  const layout: ParameterLayout = [{ name: 'wte', shape: [vocabSize, d], init: 'normal' }];
  if (positions === 'learned') layout.push({ name: 'wpe', shape: [seqLength, d], init: 'normal' });
  for (let i = 0; i < nLayers; i++) {
    layout.push(
      ...norm(`h${i}.ln1`),
      ...dense(`h${i}.attn.qkv`, d, 3 * d, 'normal'),
      ...dense(`h${i}.attn.proj`, d, d, 'residual'),
      ...norm(`h${i}.ln2`),
      ...dense(`h${i}.mlp.fc`, d, 4 * d, 'normal'),
      ...dense(`h${i}.mlp.proj`, 4 * d, d, 'residual'),
    );
  }
  return [...layout, ...norm('lnf')];
}

/**
 * Number of parameters, the tied embedding counted once:
 * V d + S d + L (12 d^2 + 13 d) + 2 d; no S d with rotary positions.
 * Source: Morris et al. 2025, matches every count printed in Table 1.
 */
export function gptParameterCount(config: GptConfig): number {
  const { vocabSize, seqLength, dModel: d, nLayers, positions } = config;
  const positional = positions === 'learned' ? seqLength * d : 0;
  return vocabSize * d + positional + nLayers * (12 * d * d + 13 * d) + 2 * d;
}

/** The last hidden states [B*T, d] for tokens int32 [B, T], T <= seqLength. */
export function gptHidden(
  p: ParameterViews,
  tokens: tf.Tensor2D,
  config: GptConfig,
  drop: Drop | null = null,
): tf.Tensor2D {
  return layersOf(p, config.compute).norm(residualStream(p, tokens, config, drop), 'lnf');
}

/** Where dropout takes place: the embeddings, and what the two blocks of each layer add. */
export const dropoutSites = ({ nLayers }: Pick<GptConfig, 'nLayers'>): number => 1 + 2 * nLayers;

/** The same before the last LayerNorm. */
function residualStream(
  p: ParameterViews,
  tokens: tf.Tensor2D,
  config: GptConfig,
  drop: Drop | null,
): tf.Tensor2D {
  const [batch, length] = tokens.shape;
  const { dModel, nLayers, positions, compute } = config;
  if (length > config.seqLength) {
    throw new RangeError(`${length} tokens, but the model has ${config.seqLength} positions.`);
  }
  let x: tf.Tensor = embedding(p.wte, tokens.reshape([batch * length]));
  if (positions === 'learned') {
    x = x
      .reshape([batch, length, dModel])
      .add(firstRows(p.wpe, length))
      .reshape([batch * length, dModel]);
  }
  /** What a block adds to the stream, some of it dropped. */
  const added = (x: tf.Tensor, site: number): tf.Tensor => (drop ? drop(x, site) : x);
  x = added(x, 0);
  const level = fusedLevel(config, length);
  if (level !== null) {
    // A native block has its addition in itself.
    const then = (before: tf.Tensor, after: tf.Tensor, site: number): tf.Tensor =>
      drop ? before.add(drop(after.sub(before), site)) : after;
    for (let i = 0; i < nLayers; i++) {
      x = then(x, attentionBlock(p, `h${i}`, x, length, config, level), 1 + 2 * i);
      x = then(x, mlpBlock(p, `h${i}`, x, level), 2 + 2 * i);
    }
    return x as tf.Tensor2D;
  }
  const mask = config.mask === 'causal' ? causalMask(length) : null;
  const { norm } = layersOf(p, compute);
  const then = (before: tf.Tensor, block: tf.Tensor, site: number): tf.Tensor =>
    border(before.add(added(block, site)), compute);
  x = border(x, compute);
  for (let i = 0; i < nLayers; i++) {
    x = then(x, attention(p, `h${i}.attn`, norm(x, `h${i}.ln1`), batch, mask, config), 1 + 2 * i);
    x = then(x, mlp(p, `h${i}.mlp`, norm(x, `h${i}.ln2`), compute), 2 + 2 * i);
  }
  return x as tf.Tensor2D;
}

function attention(
  p: ParameterViews,
  name: string,
  x: tf.Tensor2D, // [B*T, d]
  batch: number,
  mask: tf.Tensor | null,
  { dModel, nHeads, positions, rotaryShare, compute }: GptConfig,
): tf.Tensor2D {
  const length = x.shape[0] / batch;
  const { dense } = layersOf(p, compute);
  const qkv = dense(x, `${name}.qkv`) // [B*T, 3d]
    .reshape([batch, length, 3, nHeads, dModel / nHeads])
    .transpose([2, 0, 3, 1, 4]); // [3, B, H, T, dh]
  const [q, k, v] = qkv.unstack(0);
  const turn = (x: tf.Tensor) => (positions === 'rotary' ? applyRotary(x, rotaryShare) : x);
  const mixed = attend(turn(q), turn(k), v, mask, compute) // [B, H, T, dh]
    .transpose([0, 2, 1, 3])
    .reshape([batch * length, dModel]);
  return dense(border(mixed, compute), `${name}.proj`);
}

function mlp(p: ParameterViews, name: string, x: tf.Tensor2D, compute: Compute): tf.Tensor2D {
  const { dense } = layersOf(p, compute);
  return dense(border(gelu(dense(x, `${name}.fc`)), compute), `${name}.proj`);
}

/** The linear layer and the LayerNorm of a name, each with its border. */
const layersOf = (p: ParameterViews, compute: Compute) => ({
  dense: (x: tf.Tensor, name: string): tf.Tensor2D =>
    border(linear(x, p[`${name}.weight`], p[`${name}.bias`], compute), compute),
  norm: (x: tf.Tensor, name: string): tf.Tensor2D =>
    border(layerNorm(x, p[`${name}.gain`], p[`${name}.bias`]), compute),
});

/** [T, T]: 0 where a position may look, -1e9 at later positions. */
function causalMask(length: number): tf.Tensor2D {
  const values = new Float32Array(length * length);
  for (let i = 0; i < length; i++) values.fill(-1e9, i * length + i + 1, (i + 1) * length);
  return tf.tensor2d(values, [length, length]);
}

/** Logits [B, T, V]. */
export function gptLogits(p: ParameterViews, tokens: tf.Tensor2D, config: GptConfig): tf.Tensor3D {
  const [batch, length] = tokens.shape;
  const logits = tf.matMul(gptHidden(p, tokens, config), p.wte, false, true);
  return logits.reshape([batch, length, config.vocabSize]);
}

/**
 * Mean cross-entropy in nats of `targets` [B, T] given `tokens` [B, T].
 * @param weights [B, T], which targets count; null for all
 * @param drop for training with dropout
 */
export function gptLoss(
  p: ParameterViews,
  tokens: tf.Tensor2D,
  targets: tf.Tensor2D,
  weights: tf.Tensor2D | null,
  config: GptConfig,
  drop: Drop | null = null,
): tf.Scalar {
  const flatTargets = targets.flatten();
  const flatWeights = weights ? weights.flatten() : null;
  const level = fusedLevel(config, tokens.shape[1]);
  if (level !== null) {
    const x = residualStream(p, tokens, config, drop);
    return headLoss(p, x, flatTargets, flatWeights, level);
  }
  const hidden = gptHidden(p, tokens, config, drop);
  return linearCrossEntropy(hidden, p.wte as tf.Tensor2D, flatTargets, flatWeights, config.compute);
}

/** Negative log-likelihood in nats of each target, [B, T]. */
export function gptTokenNll(
  p: ParameterViews,
  tokens: tf.Tensor2D,
  targets: tf.Tensor2D,
  config: GptConfig,
): tf.Tensor2D {
  const hidden = gptHidden(p, tokens, config);
  const nll = tokenNll(hidden, p.wte as tf.Tensor2D, targets.flatten(), config.compute);
  return nll.reshape(tokens.shape);
}
