import * as tf from '@tensorflow/tfjs';
import { castThroughBfloat16, type Compute, gatherRows, matMul, scatterAddRows } from '../engine';
import { withGradient } from './gradient';

/*
 * The layers of a GPT, each with its gradient written out: a captured step then holds a handful of
 * nodes per layer instead of what automatic differentiation strings together.
 */

const LAYER_NORM_EPSILON = 1e-5; // GPT-2

/**
 * The border between two layers: with `bfloat16-everywhere` what passes forwards, and the gradient
 * that passes backwards, is rounded to bfloat16; else nothing happens.
 */
export function border<T extends tf.Tensor>(x: T, compute: Compute): T {
  if (compute !== 'bfloat16-everywhere') return x;
  return withGradient([x], (x) => ({
    value: castThroughBfloat16(x),
    saved: [],
    backward: (dy) => [castThroughBfloat16(dy)],
  })) as T;
}

/** Rows of the embedding table [V, d] for tokens [n] -> [n, d]. */
export function embedding(table: tf.Tensor, tokens: tf.Tensor1D): tf.Tensor2D {
  const nRows = table.shape[0];
  return withGradient([table as tf.Tensor2D], (table) => ({
    value: gatherRows(table, tokens),
    saved: [tokens],
    backward: (dy, [tokens]) => [scatterAddRows(dy as tf.Tensor2D, tokens as tf.Tensor1D, nRows)],
  })) as tf.Tensor2D;
}

/** The first n rows of a table [m, d] -> [n, d]; its gradient is filled up with rows of zeros. */
export function firstRows(table: tf.Tensor, n: number): tf.Tensor2D {
  const [m, d] = table.shape;
  if (n === m) return table as tf.Tensor2D;
  return withGradient([table], (table) => ({
    value: table.slice(0, n),
    saved: [],
    // not a padding, whose value a GPU gives back to the host in every step
    backward: (dy) => [tf.concat([dy, tf.zeros([m - n, d])])],
  })) as tf.Tensor2D;
}

/** x @ w + b: [n, k], [k, m], [m] -> [n, m]. */
export function linear(x: tf.Tensor, w: tf.Tensor, b: tf.Tensor, compute: Compute): tf.Tensor2D {
  return withGradient([x, w, b], (x, w, b) => ({
    value: matMul(x, w, { compute }).add(b),
    saved: [x, w],
    backward: (dy, [x, w]) => [
      matMul(dy, w, { transposeB: true, compute }),
      matMul(x, dy, { transposeA: true, compute }),
      dy.sum(0),
    ],
  })) as tf.Tensor2D;
}

/** LayerNorm over the last axis: x [n, d], gain [d], bias [d] -> [n, d]. */
export function layerNorm(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Tensor2D {
  return withGradient([x, gain, bias], (x, gain, bias) => {
    const centered = x.sub(x.mean(-1, true));
    const inverseStd = centered.square().mean(-1, true).add(LAYER_NORM_EPSILON).rsqrt(); // [n, 1]
    const normal = centered.mul(inverseStd);
    return {
      value: normal.mul(gain).add(bias),
      saved: [normal, inverseStd, gain],
      backward: (dy, [normal, inverseStd, gain]) => {
        const dNormal = dy.mul(gain);
        const mean = dNormal.mean(-1, true);
        const projection = dNormal.mul(normal).mean(-1, true);
        const dx = dNormal.sub(mean).sub(normal.mul(projection)).mul(inverseStd);
        return [dx, dy.mul(normal).sum(0), dy.sum(0)];
      },
    };
  }) as tf.Tensor2D;
}

const SLOPE = 2 * Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/**
 * GELU in GPT-2's tanh form, 0.5 x (1 + tanh(u)), written as x sigmoid(2 u) with
 * u = sqrt(2 / pi) (x + 0.044715 x^3): the same function in fewer passes over memory.
 */
export function gelu(x: tf.Tensor): tf.Tensor {
  return withGradient([x], (x) => {
    const gate = x
      .square()
      .mul(SLOPE * CUBIC)
      .add(SLOPE)
      .mul(x)
      .sigmoid();
    return {
      value: x.mul(gate),
      saved: [x, gate],
      backward: (dy, [x, gate]) => {
        const innerSlope = x
          .square()
          .mul(3 * SLOPE * CUBIC)
          .add(SLOPE);
        const slope = tf.sub(1, gate).mul(x).mul(innerSlope).add(1).mul(gate);
        return [dy.mul(slope)];
      },
    };
  });
}
