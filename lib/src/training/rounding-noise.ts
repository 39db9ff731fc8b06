import type * as tf from '@tensorflow/tfjs';
import {
  countedBits,
  countedKey,
  type Feed,
  randomStream,
  type Tensors,
  type TensorSpec,
} from '../engine';

/**
 * Where the random bits of stochastic rounding come from. Both are functions of seed, step and index
 * alone. `drawn`: from a stream in JavaScript, fed to every step, which costs 0.4 us a parameter.
 * `counted`: computed within the step, on whatever device it runs.
 */
export const noiseSources = ['drawn', 'counted'] as const;
export type NoiseSource = (typeof noiseSources)[number];

/** The noise of a training: of `size` parameters. */
export interface RoundingNoise {
  source: NoiseSource;
  size: number;
  seed: number;
}

const NAME = 'rounding';
const KEY = ['noiseRow', 'noiseColumn'] as const;

/** What a step with such noise is fed. */
export function noiseInputs(source: NoiseSource, size: number): Record<string, TensorSpec> {
  if (source === 'drawn') return { noise: { shape: [size], dtype: 'int32' } };
  return Object.fromEntries(KEY.map((name) => [name, { shape: [], dtype: 'int32' }]));
}

/** What step number `step` is fed. */
export function noiseFeeds(
  { source, size, seed }: RoundingNoise,
  step: number,
): Record<string, Feed> {
  if (source === 'counted') {
    const [row, column] = countedKey(seed, NAME, step);
    return { [KEY[0]]: row, [KEY[1]]: column };
  }
  const stream = randomStream(seed, NAME, step);
  return { noise: Int32Array.from({ length: size }, () => stream.bits()) };
}

/** The bits within a step that was fed so, int32 [size]. */
export function noiseBits(source: NoiseSource, inputs: Tensors, size: number): tf.Tensor {
  return source === 'drawn' ? inputs.noise : countedBits(size, [inputs[KEY[0]], inputs[KEY[1]]]);
}
