import * as tf from '@tensorflow/tfjs';
import type { Tensors } from './program';

/**
 * The values of the tensors that `body` returns, by name; all that it made is disposed of. In place of
 * `tf.tidy` around a `dataSync()`: that looks for tensors in what is returned, number by number, and
 * fails from 2^24 numbers on.
 */
export function readValues<T extends Tensors>(body: () => T): Record<keyof T, Float32Array> {
  const read = <V>(tensors: Tensors, of: (tensor: tf.Tensor) => V): Record<string, V> =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, of(tensor)]));
  // clones, for a tensor that was there before is not this function's to dispose of
  const made = tf.tidy(() => read(body(), (tensor) => tensor.clone()));
  const values = read(made, (tensor) => tensor.dataSync() as Float32Array);
  tf.dispose(made);
  return values as Record<keyof T, Float32Array>;
}
