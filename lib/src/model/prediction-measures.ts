import * as tf from '@tensorflow/tfjs';
import { oneHot, type Tensors } from '../engine';

/**
 * What predictions are worth and how they look, one number each for every row of logits; all
 * float32 [n], logarithms natural:
 * - `correct`: 1 where the most likely token is the target, else 0 (of equal logits the first counts);
 * - `nll`: -log p(target);
 * - `mass`: the probability of all tokens that `reference` makes possible;
 * - `entropy` of p;
 * - `divergence`: KL(reference || p), what p loses on tokens of that distribution beyond their entropy.
 *
 * @param logits [n, V]
 * @param targets int32 [n]
 * @param reference [V], a distribution over the tokens
 */
export function predictionMeasures(
  logits: tf.Tensor2D,
  targets: tf.Tensor1D,
  reference: tf.Tensor1D,
): Tensors {
  const shifted = logits.sub(logits.max(-1, true));
  const exponentials = shifted.exp();
  const sums = exponentials.sum(-1, true); // [n, 1]
  const logP = shifted.sub(sums.log());
  const p = exponentials.div(sums);
  const isTarget = oneHot(targets, logits.shape[1]);
  const possible = reference.greater(0).cast('float32'); // [V]
  // log q where q = 0 must not become -Infinity times 0
  const logReference = reference.add(tf.sub(1, possible)).log();
  const negativeEntropy = reference.mul(logReference).sum();
  return {
    // in float32: whole numbers are compared on the host by TensorFlow's GPU build
    correct: logits.argMax(-1).cast('float32').equal(targets.cast('float32')).cast('float32'),
    nll: logP.mul(isTarget).sum(-1).neg(),
    mass: p.mul(possible).sum(-1),
    entropy: p.mul(logP).sum(-1).neg(),
    divergence: negativeEntropy.sub(logP.mul(reference).sum(-1)),
  };
}
