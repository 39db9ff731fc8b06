import * as tf from '@tensorflow/tfjs';
import { GROUPED, groupsHeads, kernelLevel, nativeOp } from '../engine';
import type { GptConfig } from './gpt';
import { lossWithGradients, withGradient } from './gradient';
import { isFrozen, type ParameterViews } from './parameters';
import { rotaryAngles } from './rotary';

/*
 * The blocks of a GPT as single native ops (native/), each with its gradient. They compute what the
 * composed layers compute, tile by tile in the cache, on a CPU and in float32.
 */

/** What the native kernels are made and tested for; outside of it the composed layers are taken. */
const LIMITS = { dModel: 512, length: 512, headDim: { least: 2, most: 64 } };

/** The build of the native kernels that computes this model here, or null: the composed layers do. */
export function fusedLevel(
  { compute, dModel, nHeads }: Pick<GptConfig, 'compute' | 'dModel' | 'nHeads'>,
  length: number,
): number | null {
  const headDim = dModel / nHeads;
  const covered =
    compute === 'float32' &&
    dModel <= LIMITS.dModel &&
    length <= LIMITS.length &&
    headDim >= LIMITS.headDim.least &&
    headDim <= LIMITS.headDim.most;
  return covered ? kernelLevel() : null;
}

/** x + attention(LayerNorm(x)) of one layer; x [B*T, d] of sequences of `length` tokens. */
export function attentionBlock(
  p: ParameterViews,
  layer: string,
  x: tf.Tensor,
  length: number,
  { nHeads, dModel, positions, rotaryShare, mask }: GptConfig,
  level: number,
): tf.Tensor2D {
  const rotary = positions === 'rotary';
  const headDim = dModel / nHeads;
  return block(
    groupsHeads(level, nHeads, headDim, length) ? GROUPED : 'KitAttention',
    x,
    weightsOf(p, `${layer}.ln1`, `${layer}.attn.qkv`, `${layer}.attn.proj`),
    [rotary ? turns(length, headDim, rotaryShare) : tf.zeros([0])],
    4,
    {
      level,
      heads: nHeads,
      length,
      causal: Number(mask === 'causal'),
      rotary: Number(rotary),
    },
  );
}

/** x + MLP(LayerNorm(x)) of one layer; x [n, d]. */
export function mlpBlock(
  p: ParameterViews,
  layer: string,
  x: tf.Tensor,
  level: number,
): tf.Tensor2D {
  const weights = weightsOf(p, `${layer}.ln2`, `${layer}.mlp.fc`, `${layer}.mlp.proj`);
  return block('KitMlp', x, weights, [], 2, { level });
}

/** The weights of a LayerNorm and of the two linear layers after it, in the order of the ops' inputs. */
function weightsOf(p: ParameterViews, norm: string, ...linears: [string, string]): tf.Tensor[] {
  const names = linears.flatMap((linear) => [`${linear}.weight`, `${linear}.bias`]);
  return [`${norm}.gain`, `${norm}.bias`, ...names].map((name) => p[name]);
}

/** The inputs of a block that its gradient does not need: the biases of its linear layers. */
const LINEAR_BIASES = [4, 6];

/**
 * Runs a block as one op of x, its weights and further constants, whose first output is the result;
 * the others are for the gradient op, which is given them after the inputs and before the result's
 * gradient. The outputs of that op belong to x and the weights.
 */
function block(
  name: string,
  x: tf.Tensor,
  weights: tf.Tensor[],
  constants: tf.Tensor[],
  nOutputs: number,
  attributes: Record<string, number>,
): tf.Tensor2D {
  const ofGradient = { ...attributes, weights: Number(!weights.every(isFrozen)) };
  return withGradient([x, ...weights], (...given) => {
    const inputs = [...given, ...constants];
    const [value, ...further] = nativeOp(name, attributes, inputs, nOutputs);
    return {
      value,
      saved: [...inputs.filter((_, i) => !LINEAR_BIASES.includes(i)), ...further],
      backward: (dy, saved) =>
        nativeOp(`${name}Gradient`, ofGradient, [...saved, dy], 1 + weights.length),
    };
  }) as tf.Tensor2D;
}

/**
 * Mean cross-entropy of the tied head after the last LayerNorm, computed with its gradients.
 * @param x [n, d]
 * @param targets int32 [n]
 * @param weights [n] with sum > 0: which targets count; null for all
 */
export function headLoss(
  p: ParameterViews,
  x: tf.Tensor,
  targets: tf.Tensor1D,
  weights: tf.Tensor1D | null,
  level: number,
): tf.Scalar {
  const share = weights ? weights.div(weights.sum()) : tf.scalar(1 / x.shape[0]);
  return lossWithGradients([x, p['lnf.gain'], p['lnf.bias'], p.wte], (...inputs) => {
    const [loss, ...gradients] = nativeOp('KitLoss', { level }, [...inputs, targets, share], 5);
    return { loss, gradients };
  });
}

/** Cosines, then sines, of each position's angles: [T, dh]. */
function turns(length: number, headDim: number, share?: number): tf.Tensor2D {
  const half = headDim / 2;
  const angles = rotaryAngles(length, headDim, share);
  const values = new Float32Array(length * headDim);
  angles.forEach((angle, i) => {
    const place = Math.floor(i / half) * headDim + (i % half);
    values[place] = Math.cos(angle);
    values[place + half] = Math.sin(angle);
  });
  return tf.tensor2d(values, [length, headDim]);
}
