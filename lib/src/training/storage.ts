import type * as tf from '@tensorflow/tfjs';
import { roundToBfloat16, stochasticRoundToBfloat16 } from '../engine';

/** The number format in which the parameters themselves are kept between steps. */
export const storages = ['float32', 'bfloat16-nearest', 'bfloat16-stochastic'] as const;
export type Storage = (typeof storages)[number];

/** Rounds theta [P] to its storage format. `noise` int32 [P] is needed for stochastic rounding. */
export function keepInPrecision(theta: tf.Tensor, storage: Storage, noise?: tf.Tensor): tf.Tensor {
  if (storage === 'float32') return theta;
  if (storage === 'bfloat16-nearest') return roundToBfloat16(theta);
  if (!noise) throw new Error('Stochastic rounding needs random bits: pass the input "noise".');
  return stochasticRoundToBfloat16(theta, noise);
}
