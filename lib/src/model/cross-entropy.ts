import * as tf from '@tensorflow/tfjs';
import { type Compute, matMul } from '../engine/ops';

/** Rows of logits that are in memory at once: about a megabyte, so that they stay in the cache. */
const CHUNK_VALUES = 1 << 19;

/** How many equal chunks n rows of V logits are cut into. */
export function nChunks(n: number, vocabSize: number): number {
  const wanted = Math.ceil((n * vocabSize) / CHUNK_VALUES);
  for (let chunks = wanted; chunks <= Math.min(n, 4 * wanted); chunks++) {
    if (n % chunks === 0) return chunks;
  }
  return 1;
}

/**
 * Weighted mean cross-entropy in nats of the logits `hidden @ table^T`, without ever holding all of
 * them: each chunk of rows yields its loss and both gradients in the forward pass.
 *
 * @param hidden [n, d]
 * @param table [V, d], the tied embedding
 * @param targets int32 [n]
 * @param weights [n] with sum > 0: which targets count; null for all
 */
export function linearCrossEntropy(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  targets: tf.Tensor1D,
  weights: tf.Tensor1D | null,
  compute: Compute,
): tf.Scalar {
  const [n, d] = hidden.shape;
  const vocabSize = table.shape[0];
  const chunks = nChunks(n, vocabSize);
  const rows = n / chunks;
  const vocabulary = tf.range(0, vocabSize, 1, 'int32').reshape([1, vocabSize]);
  const loss = tf.customGrad((...args) => {
    const [h, w, save] = args as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    const dHidden: tf.Tensor2D[] = [];
    let dTable: tf.Tensor | null = null;
    let total: tf.Tensor = tf.scalar(0);
    const share = weights ? weights.div(weights.sum()) : null;
    for (let i = 0; i < chunks; i++) {
      const part = h.slice([i * rows, 0], [rows, d]);
      const target = targets.slice([i * rows], [rows]).reshape([rows, 1]);
      const scale = share ? share.slice([i * rows], [rows]).reshape([rows, 1]) : tf.scalar(1 / n);
      const logits = matMul(part, w, { transposeB: true, compute }); // [rows, V]
      const shifted = logits.sub(logits.max(-1, true));
      const e = shifted.exp();
      const sum = e.sum(-1, true);
      const oneHot = tf.equal(vocabulary, target).cast('float32');
      const nll = sum.log().sub(shifted.mul(oneHot).sum(-1, true)); // [rows, 1]
      total = total.add(nll.mul(scale).sum());
      const dLogits = e.div(sum).sub(oneHot).mul(scale);
      dHidden.push(matMul(dLogits, w, { compute }) as tf.Tensor2D);
      const dw = matMul(dLogits, part, { transposeA: true, compute });
      dTable = dTable ? dTable.add(dw) : dw;
    }
    save([dHidden.length > 1 ? tf.concat(dHidden) : dHidden[0], dTable as tf.Tensor]);
    return {
      value: total,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [saved[0].mul(dy), saved[1].mul(dy)],
    };
  })(hidden, table);
  return loss as tf.Scalar;
}

/** Negative log-likelihood of each target in nats, [n]; for measuring, not for training. */
export function tokenNll(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  targets: tf.Tensor1D,
  compute: Compute,
): tf.Tensor1D {
  const [n, d] = hidden.shape;
  const vocabSize = table.shape[0];
  const chunks = nChunks(n, vocabSize);
  const rows = n / chunks;
  const vocabulary = tf.range(0, vocabSize, 1, 'int32').reshape([1, vocabSize]);
  const parts = Array.from({ length: chunks }, (_, i) => {
    const part = hidden.slice([i * rows, 0], [rows, d]);
    const target = targets.slice([i * rows], [rows]).reshape([rows, 1]);
    const logits = matMul(part, table, { transposeB: true, compute });
    const shifted = logits.sub(logits.max(-1, true));
    const oneHot = tf.equal(vocabulary, target).cast('float32');
    return shifted.exp().sum(-1).log().sub(shifted.mul(oneHot).sum(-1)) as tf.Tensor1D;
  });
  return chunks > 1 ? tf.concat1d(parts) : parts[0];
}
