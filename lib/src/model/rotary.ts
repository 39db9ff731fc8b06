import * as tf from '@tensorflow/tfjs';

const BASE = 10_000; // Su et al. 2021, and GPT-NeoX

/** The angle of each position and pair, [T, dh / 2], in float64. */
export function rotaryAngles(length: number, headDim: number): Float64Array {
  const half = headDim / 2;
  return Float64Array.from(
    { length: length * half },
    (_, i) => Math.floor(i / half) * BASE ** (-(i % half) / half),
  );
}

/** Turns the two halves of each head by angles that grow with the position: [B, H, T, dh]. */
export function applyRotary(x: tf.Tensor): tf.Tensor {
  const [length, headDim] = x.shape.slice(-2);
  const half = headDim / 2;
  const angles = rotaryAngles(length, headDim);
  const cosines = tf.tensor2d(Float32Array.from(angles, Math.cos), [length, half]);
  const sines = tf.tensor2d(Float32Array.from(angles, Math.sin), [length, half]);
  const [a, b] = tf.split(x, 2, -1);
  return tf.concat([a.mul(cosines).sub(b.mul(sines)), b.mul(cosines).add(a.mul(sines))], -1);
}
