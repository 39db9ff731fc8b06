import * as tf from '@tensorflow/tfjs';
import { type Compute, gatherRows, isOnGpu, matMul, oneHot, scatterAddRows } from '../engine';
import { multiplyAndSum } from './attention';
import { lossWithGradients } from './gradient';

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

/** What is asked of one chunk of rows. */
interface Chunk {
  nll: tf.Tensor; // of its targets, [rows, 1]
  /**
   * The gradients of the sum of `share` times the likelihoods; `weighted` is `share` times the hidden
   * states. In float32 that by the table lacks what its rows get as targets.
   * @param share [rows, 1] or a scalar
   */
  gradients: (share: tf.Tensor, weighted: tf.Tensor) => { dHidden: tf.Tensor; dTable: tf.Tensor };
}

/**
 * The chunk of some rows `hidden` [rows, d] for the `table` [V, d] and `targets` [rows].
 * In float32 the likelihoods need the logits only up to their exponentials.
 *
 * In bfloat16 logits are rounded, the softmax is in float32, as frameworks do it. There p - 1 at the
 * target is taken before it is rounded; the difference of two rounded products, as in float32, would
 * be nothing but rounding error once a token is known.
 */
function chunkOf(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  targets: tf.Tensor1D,
  compute: Compute,
): Chunk {
  const logits = matMul(hidden, table, { transposeB: true, compute }); // [rows, V]
  const max = logits.max(-1, true);
  const shifted = logits.sub(max);
  const e = shifted.exp();
  if (compute !== 'float32') {
    const sums = e.sum(-1, true);
    const isTarget = oneHot(targets, table.shape[0]); // [rows, V]
    return {
      nll: sums.log().sub(shifted.mul(isTarget).sum(-1, true)),
      gradients(share) {
        const dLogits = e.div(sums).sub(isTarget).mul(share);
        return {
          dHidden: matMul(dLogits, table, { compute }),
          dTable: matMul(dLogits, hidden, { transposeA: true, compute }),
        };
      },
    };
  }
  const { product, sums } = multiplyAndSum(e, table, compute); // [rows, d], [rows, 1]
  const targetRows = gatherRows(table, targets); // [rows, d]
  const targetLogits = hidden.mul(targetRows).sum(-1, true);
  return {
    nll: sums.log().add(max).sub(targetLogits),
    gradients: (share, weighted) => ({
      dHidden: product.div(sums).sub(targetRows).mul(share),
      dTable: matMul(e, weighted.div(sums), { transposeA: true }),
    }),
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
  const [n] = hidden.shape;
  const vocabSize = table.shape[0];
  const chunks = nChunks(n, vocabSize);
  const rows = n / chunks;
  return lossWithGradients([hidden, table], (hidden, table) => {
    const share: tf.Tensor = weights
      ? weights.div(weights.sum()).reshape([n, 1])
      : tf.scalar(1 / n);
    const weighted = hidden.mul<tf.Tensor2D>(share); // [n, d]
    const losses: tf.Tensor[] = [];
    const dHidden: tf.Tensor[] = [];
    let dTable: tf.Tensor =
      compute === 'float32'
        ? scatterAddRows(weighted, targets, vocabSize).neg()
        : tf.zerosLike(table);
    for (let start = 0; start < n; start += rows) {
      const some = <T extends tf.Tensor>(x: T): T => x.slice(start, rows);
      const { nll, gradients } = chunkOf(some(hidden), table, some(targets), compute);
      const partShare = weights ? some(share) : share;
      losses.push(nll.mul(partShare).sum());
      const chunk = gradients(partShare, some(weighted));
      dHidden.push(chunk.dHidden);
      dTable = dTable.add(chunk.dTable);
    }
    return { loss: tf.addN(losses), gradients: [joined(dHidden), dTable] };
  });
}

/** Negative log-likelihood of each target in nats, [n]; for measuring, not for training. */
export function tokenNll(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  targets: tf.Tensor1D,
  compute: Compute,
): tf.Tensor1D {
  const [n] = hidden.shape;
  const rows = n / nChunks(n, table.shape[0]);
  const parts: tf.Tensor[] = [];
  for (let start = 0; start < n; start += rows) {
    const { nll } = chunkOf(hidden.slice(start, rows), table, targets.slice(start, rows), compute);
    parts.push(nll.reshape([rows]));
  }
  return joined(parts) as tf.Tensor1D;
}

const joined = (parts: tf.Tensor[]): tf.Tensor => (parts.length > 1 ? tf.concat(parts) : parts[0]);
