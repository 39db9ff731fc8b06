import * as tf from '@tensorflow/tfjs';
import { countedBits, countedKey, type Feed, type Tensors, type TensorSpec } from '../engine';

/*
 * Dropout of what is added to the residual stream, and of the embeddings. Its bits are counted within
 * the step from seed, step and place alone, so that a resumed run and another device have the same.
 */

/** Sets a share of the values of x to 0 and enlarges the others; `site` tells the places apart. */
export type Drop = (x: tf.Tensor, site: number) => tf.Tensor;

const KEY = ['dropoutRow', 'dropoutColumn'] as const;

/** What a step with dropout is fed, beside its batch; nothing without. */
export const dropoutInputs = (share: number): Record<string, TensorSpec> =>
  share > 0 ? Object.fromEntries(KEY.map((name) => [name, { shape: [], dtype: 'int32' }])) : {};

/** What step number `step` is fed. */
export function dropoutFeeds(share: number, seed: number, step: number): Record<string, Feed> {
  if (share === 0) return {};
  const [row, column] = countedKey(seed, 'dropout', step);
  return { [KEY[0]]: row, [KEY[1]]: column };
}

/**
 * The dropout of one step that was fed so; null without. Draws the bits of all `sites` at once, at each
 * of which as many values are dropped: of x [n, d], n d.
 * Source: Srivastava et al. 2014, section 4, scaled in training as GPT-2 does.
 */
export function dropout(share: number, sites: number, inputs: Tensors): Drop | null {
  if (share === 0) return null;
  const [row, column] = KEY.map((name) => inputs[name]);
  let kept: tf.Tensor | null = null;
  return (x, site) => {
    const size = x.size;
    // int32 words, uniform over their range: those below the share of it are dropped
    kept ??= countedBits(sites * size, [row, column])
      .cast('float32')
      .greaterEqual(tf.scalar((share - 0.5) * 2 ** 32))
      .cast('float32')
      .div(tf.scalar(1 - share));
    return x.mul(kept.slice([site * size], [size]).reshape(x.shape));
  };
}
