import * as tf from '@tensorflow/tfjs';
import { GROUPED, groupsHeads, kernelLevel, nativeOp } from '../engine';
import type { GptConfig } from './gpt';
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
  const names = ['ln1.gain', 'ln1.bias', 'attn.qkv.weight', 'attn.qkv.bias'];
  const weights = [...names, 'attn.proj.weight', 'attn.proj.bias'].map((k) => p[`${layer}.${k}`]);
  const rotary = positions === 'rotary';
  const headDim = dModel / nHeads;
  return block({
    name: groupsHeads(level, nHeads, headDim, length) ? GROUPED : 'KitAttention',
    x,
    weights,
    constants: [rotary ? turns(length, headDim, rotaryShare) : tf.zeros([0])],
    nOutputs: 4,
    attributes: {
      level,
      heads: nHeads,
      length,
      causal: Number(mask === 'causal'),
      rotary: Number(rotary),
    },
    gradientInputs: ([x, gain, bias, wQkv, , wOut, , turns], saved, dy) => [
      ...[x, gain, bias, wQkv, wOut, turns],
      ...saved,
      dy,
    ],
  });
}

/** x + MLP(LayerNorm(x)) of one layer; x [n, d]. */
export function mlpBlock(
  p: ParameterViews,
  layer: string,
  x: tf.Tensor,
  level: number,
): tf.Tensor2D {
  const names = ['ln2.gain', 'ln2.bias', 'mlp.fc.weight', 'mlp.fc.bias'];
  const weights = [...names, 'mlp.proj.weight', 'mlp.proj.bias'].map((k) => p[`${layer}.${k}`]);
  return block({
    name: 'KitMlp',
    x,
    weights,
    constants: [],
    nOutputs: 2,
    attributes: { level },
    gradientInputs: ([x, gain, bias, w1, , w2], [u], dy) => [x, gain, bias, w1, w2, u, dy],
  });
}

interface Block {
  name: string; // of the op; that of its gradient ends in "Gradient"
  x: tf.Tensor;
  weights: tf.Tensor[];
  constants: tf.Tensor[];
  nOutputs: number; // the first is the result, the others are kept for the gradient
  attributes: Record<string, number>;
  /** The gradient op's inputs, of the op's inputs, its further outputs and the result's gradient. */
  gradientInputs(inputs: tf.Tensor[], saved: tf.Tensor[], dy: tf.Tensor): tf.Tensor[];
}

/** Runs a block; the outputs of its gradient op belong to x and the weights. */
function block(of: Block): tf.Tensor2D {
  const { name, x, weights, constants, nOutputs, attributes } = of;
  const gradientAttributes: Record<string, number> = {
    ...attributes,
    weights: Number(!weights.every(isFrozen)),
  };
  return tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const inputs = [...(args as tf.Tensor[]), ...constants];
    const [value, ...further] = nativeOp(name, attributes, inputs, nOutputs);
    save([...inputs, ...further]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        nativeOp(
          `${name}Gradient`,
          gradientAttributes,
          of.gradientInputs(saved.slice(0, inputs.length), saved.slice(inputs.length), dy),
          1 + weights.length,
        ),
    };
  })(x, ...weights) as tf.Tensor2D;
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
  return tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const inputs = args as tf.Tensor[];
    const [value, ...gradients] = nativeOp('KitLoss', { level }, [...inputs, targets, share], 5);
    save(gradients);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => saved.map((gradient) => gradient.mul(dy)),
    };
  })(x, p['lnf.gain'], p['lnf.bias'], p.wte) as tf.Scalar;
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
