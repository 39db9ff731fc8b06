import * as tf from '@tensorflow/tfjs';
import { type Compute, gatherRows, matMul, scatterAddRows } from '../engine';
import { multiplyAndSum } from './attention';

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

/** One chunk of rows: their log-likelihoods need the logits only up to their exponentials. */
function chunkOf(
  hidden: tf.Tensor2D, // [rows, d]
  table: tf.Tensor2D, // [V, d]
  targets: tf.Tensor1D, // [rows]
  compute: Compute,
): { e: tf.Tensor; product: tf.Tensor; sums: tf.Tensor; targetRows: tf.Tensor; nll: tf.Tensor } {
  const logits = matMul(hidden, table, { transposeB: true, compute }); // [rows, V]
  const max = logits.max(-1, true);
  const e = logits.sub(max).exp();
  const { product, sums } = multiplyAndSum(e, table, compute); // [rows, d], [rows, 1]
  const targetRows = gatherRows(table, targets); // [rows, d]
  const targetLogits = rowDot(hidden, targetRows, compute);
  return { e, product, sums, targetRows, nll: sums.log().add(max).sub(targetLogits) };
}

/** The logit of each row's own target [rows, 1], in the precision in which all logits are taken. */
function rowDot(a: tf.Tensor, b: tf.Tensor, compute: Compute): tf.Tensor {
  if (compute === 'float32') return a.mul(b).sum(-1, true);
  const [rows, d] = a.shape;
  const dots = matMul(a.reshape([rows, 1, d]), b.reshape([rows, d, 1]), { compute });
  return dots.reshape([rows, 1]);
}

/**
 * Weighted mean cross-entropy in nats of the logits `hidden @ table^T`, without ever holding all of
 * them: each chunk of rows yields its loss and both gradients in the forward pass. With E the
 * exponentials and s their row sums, the gradients are E @ table / s - table[targets] and
 * E^T @ (hidden / s) - (hidden added up at the targets), so that no one-hot matrix is made.
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
  const loss = tf.customGrad((...args) => {
    const [hidden, table, save] = args as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    const share: tf.Tensor = weights
      ? weights.div(weights.sum()).reshape([n, 1])
      : tf.scalar(1 / n);
    const weighted = hidden.mul(share); // [n, d]
    const losses: tf.Tensor[] = [];
    const dHidden: tf.Tensor2D[] = [];
    let dTable: tf.Tensor = scatterAddRows(weighted as tf.Tensor2D, targets, vocabSize).neg();
    for (let i = 0; i < chunks; i++) {
      const part = hidden.slice([i * rows, 0], [rows, d]);
      const target = targets.slice([i * rows], [rows]);
      const { e, product, sums, targetRows, nll } = chunkOf(part, table, target, compute);
      const partShare = weights ? share.slice([i * rows, 0], [rows, 1]) : share;
      losses.push(nll.mul(partShare).sum());
      dHidden.push(product.div(sums).sub(targetRows).mul<tf.Tensor2D>(partShare));
      const left = weighted.slice([i * rows, 0], [rows, d]).div(sums);
      dTable = dTable.add(matMul(e, left, { transposeA: true, compute }));
    }
    save([chunks > 1 ? tf.concat(dHidden) : dHidden[0], dTable]);
    return {
      value: tf.addN(losses),
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
  const chunks = nChunks(n, table.shape[0]);
  const rows = n / chunks;
  const parts = Array.from({ length: chunks }, (_, i) => {
    const part = hidden.slice([i * rows, 0], [rows, d]);
    return chunkOf(part, table, targets.slice([i * rows], [rows]), compute).nll.reshape([rows]);
  });
  return (chunks > 1 ? tf.concat(parts) : parts[0]) as tf.Tensor1D;
}
