import * as tf from '@tensorflow/tfjs';

const BASE = 10_000; // Su et al. 2021, and GPT-NeoX

/** How many of the dh / 2 pairs of a head are turned where `share` of them are. */
export const turnedPairs = (headDim: number, share: number): number => (headDim / 2) * share;

/**
 * The angle of each position and pair, [T, dh / 2], in float64. Where only a share of the pairs is
 * turned, these have the frequencies of a head of their size, and the others an angle of 0.
 */
export function rotaryAngles(length: number, headDim: number, share = 1): Float64Array {
  const half = headDim / 2;
  const turned = turnedPairs(headDim, share);
  return Float64Array.from({ length: length * half }, (_, i) => {
    const pair = i % half;
    return pair < turned ? Math.floor(i / half) * BASE ** (-pair / turned) : 0;
  });
}

/** Turns the two halves of each head by angles that grow with the position: [B, H, T, dh]. */
export function applyRotary(x: tf.Tensor, share = 1): tf.Tensor {
  const [length, headDim] = x.shape.slice(-2);
  const half = headDim / 2;
  const angles = rotaryAngles(length, headDim, share);
  const cosines = tf.tensor2d(Float32Array.from(angles, Math.cos), [length, half]);
  const sines = tf.tensor2d(Float32Array.from(angles, Math.sin), [length, half]);
  const [a, b] = tf.split(x, 2, -1);
  return tf.concat([a.mul(cosines).sub(b.mul(sines)), b.mul(cosines).add(a.mul(sines))], -1);
}
