import * as tf from '@tensorflow/tfjs';
import { adamWOp, kernelLevel } from '../engine';

/** AdamW (Loshchilov & Hutter 2019) on one flat parameter vector. */
export interface AdamWOptions {
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number; // decoupled; applied where the decay mask is 1
  clipNorm: number; // gradients are scaled down to this global norm; 0 = no clipping
}

export const adamWDefaults: AdamWOptions = {
  beta1: 0.9,
  beta2: 0.999, // Kingma & Ba 2015
  epsilon: 1e-8,
  weightDecay: 0,
  clipNorm: 0,
};

/** With those of the settings that a configuration, which can have other keys too, has. */
export const adamWOf = (config: Partial<AdamWOptions>): AdamWOptions => {
  const { beta1, beta2, epsilon, weightDecay, clipNorm } = { ...adamWDefaults, ...config };
  return { beta1, beta2, epsilon, weightDecay, clipNorm };
};

export interface AdamWState {
  theta: tf.Tensor; // [P]
  m: tf.Tensor; // [P], first moment
  v: tf.Tensor; // [P], second moment
}

/** Scalars of one step; computed outside in float64 from the number of the step. */
export interface AdamWScalars {
  learningRate: tf.Tensor;
  correction1: tf.Tensor; // 1 / (1 - beta1^t)
  correction2: tf.Tensor; // 1 / (1 - beta2^t)
}

/** Bias corrections of step t = 1, 2, ...: functions of t alone, so that a resumed run agrees. */
export function biasCorrections(
  t: number,
  { beta1, beta2 }: AdamWOptions,
): { correction1: number; correction2: number } {
  return { correction1: 1 / (1 - beta1 ** t), correction2: 1 / (1 - beta2 ** t) };
}

/** The gradient [P] scaled down to the norm `clipNorm`, and its norm before; 0 = no clipping. */
export function clippedGradient(
  gradient: tf.Tensor,
  clipNorm: number,
): { g: tf.Tensor; gradientNorm: tf.Tensor } {
  const gradientNorm = gradient.square().sum().sqrt();
  if (clipNorm === 0) return { g: gradient, gradientNorm };
  const scale = tf.minimum(tf.scalar(clipNorm).div(gradientNorm.add(1e-6)), 1);
  return { g: gradient.mul(scale), gradientNorm };
}

/**
 * One update; with native kernels in one pass and to the last bit the same. All tensors are [P], the
 * gradient `g` is clipped already.
 * @param decayMask 1 where weight decay applies; needed when weightDecay > 0
 */
export function adamWUpdate(
  state: AdamWState,
  g: tf.Tensor,
  scalars: AdamWScalars,
  options: AdamWOptions,
  decayMask: tf.Tensor | null,
): AdamWState {
  const { beta1, beta2, epsilon, weightDecay } = options;
  if (weightDecay > 0 && !decayMask) throw new Error('weightDecay > 0 needs a decay mask.');
  const level = kernelLevel();
  if (level !== null) {
    const settings = tf.tensor1d([beta1, 1 - beta1, beta2, 1 - beta2, epsilon, weightDecay]);
    const mask = weightDecay > 0 ? decayMask! : tf.zeros([0]);
    const { learningRate, correction1, correction2 } = scalars;
    const inputs = [state.theta, state.m, state.v, g, mask, learningRate, correction1, correction2];
    const [theta, m, v] = adamWOp([...inputs, settings], level);
    return { theta, m, v };
  }
  const m = state.m.mul(beta1).add(g.mul(1 - beta1));
  const v = state.v.mul(beta2).add(g.square().mul(1 - beta2));
  const scale = v.mul(scalars.correction2).sqrt().add(epsilon);
  let step = m.mul(scalars.correction1).div(scale);
  if (weightDecay > 0) step = step.add(state.theta.mul(decayMask!).mul(weightDecay));
  return { theta: state.theta.sub(step.mul(scalars.learningRate)), m, v };
}
