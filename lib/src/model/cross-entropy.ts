import * as tf from '@tensorflow/tfjs';
import { type Compute, gatherRows, isOnGpu, matMul, oneHot, scatterAddRows } from '../engine';
import { multiplyAndSum } from './attention';

/**
 * Logits that are in memory at once: on a CPU two megabytes, so that they stay in the cache; on a GPU
 * 256, since every chunk is a dozen kernels to start.
 */
const CHUNK_VALUES = { cpu: 1 << 19, gpu: 1 << 26 };

/** How many equal chunks n rows of V logits are cut into. */
export function nChunks(
  n: number,
  vocabSize: number,
  device: keyof typeof CHUNK_VALUES = isOnGpu() ? 'gpu' : 'cpu',
): number {
  const wanted = Math.ceil((n * vocabSize) / CHUNK_VALUES[device]);
  for (let chunks = wanted; chunks <= Math.min(n, 4 * wanted); chunks++) {
    if (n % chunks === 0) return chunks;
  }
  return 1;
}

/** One chunk of rows in float32: their likelihoods need the logits only up to their exponentials. */
function exactChunk(
  hidden: tf.Tensor2D, // [rows, d]
  table: tf.Tensor2D, // [V, d]
  targets: tf.Tensor1D, // [rows]
): { e: tf.Tensor; product: tf.Tensor; sums: tf.Tensor; targetRows: tf.Tensor; nll: tf.Tensor } {
  const logits = matMul(hidden, table, { transposeB: true }); // [rows, V]
  const max = logits.max(-1, true);
  const e = logits.sub(max).exp();
  const { product, sums } = multiplyAndSum(e, table, 'float32'); // [rows, d], [rows, 1]
  const targetRows = gatherRows(table, targets); // [rows, d]
  const targetLogits = hidden.mul(targetRows).sum(-1, true);
  return { e, product, sums, targetRows, nll: sums.log().add(max).sub(targetLogits) };
}

/**
 * One chunk of rows in bfloat16: logits rounded, the softmax in float32, as frameworks do it. Here
 * p - 1 at the target is taken before it is rounded; the difference of two rounded products, as in
 * float32, would be nothing but rounding error once a token is known.
 */
function roundedChunk(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  targets: tf.Tensor1D,
  compute: Compute,
): { dLogits: tf.Tensor; nll: tf.Tensor } {
  const logits = matMul(hidden, table, { transposeB: true, compute }); // [rows, V]
  const shifted = logits.sub(logits.max(-1, true));
  const e = shifted.exp();
  const sums = e.sum(-1, true);
  const isTarget = oneHot(targets, table.shape[0]); // [rows, V]
  return {
    dLogits: e.div(sums).sub(isTarget),
    nll: sums.log().sub(shifted.mul(isTarget).sum(-1, true)),
  };
}

/**
 * Weighted mean cross-entropy in nats of the logits `hidden @ table^T`, without ever holding all of
 * them: each chunk of rows yields its loss and both gradients in the forward pass. With E the
 * exponentials and s their row sums, the gradients are E @ table / s - table[targets] and
 * E^T @ (hidden / s) - (hidden added up at the targets), so that no one-hot matrix is made. In
 * bfloat16 they are products with the rounded gradient of the logits.
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
    const exact = compute === 'float32';
    let dTable: tf.Tensor = exact
      ? scatterAddRows(weighted as tf.Tensor2D, targets, vocabSize).neg()
      : tf.zerosLike(table);
    for (let i = 0; i < chunks; i++) {
      const part = hidden.slice([i * rows, 0], [rows, d]);
      const target = targets.slice([i * rows], [rows]);
      const partShare = weights ? share.slice([i * rows, 0], [rows, 1]) : share;
      if (!exact) {
        const { dLogits, nll } = roundedChunk(part, table, target, compute);
        const weightedGradient = dLogits.mul(partShare);
        losses.push(nll.mul(partShare).sum());
        dHidden.push(matMul(weightedGradient, table, { compute }) as tf.Tensor2D);
        dTable = dTable.add(matMul(weightedGradient, part, { transposeA: true, compute }));
        continue;
      }
      const { e, product, sums, targetRows, nll } = exactChunk(part, table, target);
      losses.push(nll.mul(partShare).sum());
      dHidden.push(product.div(sums).sub(targetRows).mul<tf.Tensor2D>(partShare));
      const left = weighted.slice([i * rows, 0], [rows, d]).div(sums);
      dTable = dTable.add(matMul(e, left, { transposeA: true }));
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
    const target = targets.slice([i * rows], [rows]);
    const { nll } =
      compute === 'float32'
        ? exactChunk(part, table, target)
        : roundedChunk(part, table, target, compute);
    return nll.reshape([rows]);
  });
  return (chunks > 1 ? tf.concat(parts) : parts[0]) as tf.Tensor1D;
}
