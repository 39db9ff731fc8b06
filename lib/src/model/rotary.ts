import * as tf from '@tensorflow/tfjs';

const BASE = 10_000; // Su et al. 2021, and GPT-NeoX

/** Turns the two halves of each head by angles that grow with the position: [B, H, T, dh]. */
export function applyRotary(x: tf.Tensor): tf.Tensor {
  const [length, headDim] = x.shape.slice(-2);
  const half = headDim / 2;
  const cos = new Float32Array(length * half);
  const sin = new Float32Array(length * half);
  for (let t = 0; t < length; t++) {
    for (let i = 0; i < half; i++) {
      const angle = t * BASE ** (-i / half);
      cos[t * half + i] = Math.cos(angle);
      sin[t * half + i] = Math.sin(angle);
    }
  }
  const cosines = tf.tensor2d(cos, [length, half]);
  const sines = tf.tensor2d(sin, [length, half]);
  const [a, b] = tf.split(x, 2, -1);
  return tf.concat([a.mul(cosines).sub(b.mul(sines)), b.mul(cosines).add(a.mul(sines))], -1);
}
