import type * as tf from '@tensorflow/tfjs';
import { roundToBfloat16, stochasticRoundToBfloat16 } from '../engine';
import type { NoiseSource } from './rounding-noise';

/** The number format in which the parameters themselves are kept between steps. */
export const storages = ['float32', 'bfloat16-nearest', 'bfloat16-stochastic'] as const;
export type Storage = (typeof storages)[number];

/** The number formats of what a training step keeps, and what it reports about them. */
export interface StepPrecision {
  storage: Storage; // of theta
  noise: NoiseSource; // of stochastic rounding
  /**
   * Of the gradient as the optimizer gets it, and of the moments between steps. The update itself is
   * computed in float32 and rounded as it is stored, as in fused GPU kernels. With bfloat16 take
   * beta2 <= 0.99: neighboring values are 2^-8 to 2^-7 of themselves apart, and a second moment that
   * shrinks by 1 - beta2 = 0.001 rounds back to where it was, for good.
   */
  gradientAndMoments: 'float32' | 'bfloat16';
  /** Adds the output `unchanged`: the share of the parameters that the step left as they were. */
  reportUnchanged: boolean;
}

export const exactSteps: StepPrecision = {
  storage: 'float32',
  noise: 'drawn',
  gradientAndMoments: 'float32',
  reportUnchanged: false,
};

/** Rounds theta [P] to its storage format; `noise` makes the random bits, int32 [P]. */
export function keepInPrecision(
  theta: tf.Tensor,
  storage: Storage,
  noise: () => tf.Tensor,
): tf.Tensor {
  if (storage === 'float32') return theta;
  if (storage === 'bfloat16-nearest') return roundToBfloat16(theta);
  return stochasticRoundToBfloat16(theta, noise());
}
