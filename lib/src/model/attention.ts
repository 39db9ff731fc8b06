import * as tf from '@tensorflow/tfjs';
import { type Compute, matMul } from '../engine';
import { withGradient } from './gradient';

/**
 * Scaled dot-product attention with its gradient written out.
 *
 * The exponentials E of the scores are never divided: the row sums come out of the same product as
 * the weighted values, E @ [v | 1], and divide the small result instead. Backwards,
 * rowsum(dP * P) = rowsum(dOut * out), as in FlashAttention (Dao et al. 2022), appendix B.
 *
 * @param q, k, v [B, H, T, dh]
 * @param mask [T, T], 0 or a large negative number; null for none
 * @returns [B, H, T, dh]
 */
export function attend(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  mask: tf.Tensor | null,
  compute: Compute,
): tf.Tensor {
  const scale = 1 / Math.sqrt(q.shape[q.rank - 1]);
  return withGradient([q, k, v], (q, k, v) => {
    const scaledQ = q.mul(scale);
    const scores = matMul(scaledQ, k, { transposeB: true, compute }); // [B, H, T, T]
    const masked = mask ? scores.add(mask) : scores;
    const e = masked.sub(masked.max(-1, true)).exp();
    const { product, sums } = multiplyAndSum(e, v, compute);
    const inverseSums = tf.reciprocal(sums); // [B, H, T, 1]
    const out = product.mul(inverseSums);
    return {
      value: out,
      saved: [scaledQ, k, v, e, inverseSums, out],
      backward: (dOut, [scaledQ, k, v, e, inverseSums, out]) => {
        const share = dOut.mul(inverseSums);
        const dV = matMul(e, share, { transposeA: true, compute });
        const dE = matMul(share, v, { transposeB: true, compute }); // [B, H, T, T]
        // In bfloat16 dE is rounded, so the sum is taken of it: errors cancel where one score rules.
        const mean =
          compute === 'float32'
            ? share.mul(out).sum(-1, true)
            : dE.mul(e).sum(-1, true).mul(inverseSums);
        const dScores = dE.sub(mean).mul(e);
        const dQ = matMul(dScores, k, { compute }).mul(scale);
        const dK = matMul(dScores, scaledQ, { transposeA: true, compute });
        return [dQ, dK, dV];
      },
    };
  });
}

/** e [..., n, m] @ x [..., m, d], and the row sums of e [..., n, 1] (in float32 whatever `compute`). */
export function multiplyAndSum(
  e: tf.Tensor,
  x: tf.Tensor,
  compute: Compute,
): { product: tf.Tensor; sums: tf.Tensor } {
  if (compute !== 'float32') {
    return { product: matMul(e, x, { compute }), sums: e.sum(-1, true) };
  }
  const ones = tf.ones([...x.shape.slice(0, -1), 1]);
  const both = matMul(e, tf.concat([x, ones], -1));
  const [product, sums] = tf.split(both, [x.shape[x.rank - 1], 1], -1);
  return { product, sums };
}
