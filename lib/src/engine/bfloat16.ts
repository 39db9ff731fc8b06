import * as tf from '@tensorflow/tfjs';
import { DataType, isTensorFlowBackend, rawOp, tensorFlowBackend } from './binding';
import type { TensorMetadata } from './binding';
import type { Tensor } from './tensor-types';
import { type Word, type Words, withWords } from './words';

/*
 * bfloat16 is the upper half of float32: sign, 8 exponent bits, 7 mantissa bits. Rounding is done
 * on the bits, as adding half a unit in the last kept place and cutting off, which every device and
 * compiler does the same way. Infinities stay; NaN stays NaN.
 */

const HALF = 0x7fff; // with the last kept bit added: round to nearest, ties to even
const LOW_BITS = 0xffff;

/** Nearest bfloat16 value, ties to even, as float32. Not differentiable. */
export function roundToBfloat16(x: Tensor): Tensor {
  if (!isTensorFlowBackend()) return mapBits(x, toNearest);
  return onBits(x, ({ op, constant }, bits) => {
    const upper = op('RightShift', bits, constant(16));
    const lastKept = op('BitwiseAnd', upper, constant(1));
    return op('AddV2', bits, op('AddV2', lastKept, constant(HALF)));
  });
}

/**
 * One of the two neighboring bfloat16 values, with the probability of the nearer one growing
 * linearly, so that the expectation is x itself (stochastic rounding). Not differentiable.
 * @param noise int32, the shape of x: random bits, of which the lower 16 are used
 */
export function stochasticRoundToBfloat16(x: Tensor, noise: Tensor): Tensor {
  if (!isTensorFlowBackend()) {
    const random = noise.dataSync();
    return mapBits(x, (bits, i) => bits + (random[i] & LOW_BITS));
  }
  return onBits(x, ({ op, constant, of }, bits) =>
    op('AddV2', bits, op('BitwiseAnd', of(noise), constant(LOW_BITS))),
  );
}

/**
 * The same rounding by TensorFlow's own type: a cast to bfloat16 and back. Several times as fast as
 * `roundToBfloat16`, so activations and gradients take this one; other backends round the bits.
 * Not differentiable.
 */
export function castThroughBfloat16(x: Tensor): Tensor {
  if (!isTensorFlowBackend()) return roundToBfloat16(x);
  const backend = tensorFlowBackend();
  const [id] = backend.getInputTensorIds([x]);
  const rounded = cast(id, 'float32', 'bfloat16');
  const result = backend.createOutputTensor(cast(rounded.id, 'bfloat16', 'float32'));
  backend.binding.deleteTensor(rounded.id);
  return result;
}

/** TensorFlow's cast of a raw tensor, which the caller deletes; to bfloat16 it rounds to nearest even. */
export function cast(
  id: number,
  from: keyof typeof DataType,
  to: keyof typeof DataType,
): TensorMetadata {
  const types = { SrcT: { type: DataType[from] }, DstT: { type: DataType[to] } };
  return rawOp('Cast', { ...types, Truncate: { bool: false } }, [id])[0];
}

function onBits(x: Tensor, change: (words: Words, bits: Word) => Word): Tensor {
  const rounded = withWords((words) => {
    const upper = words.op(
      'BitwiseAnd',
      change(words, words.of(x)),
      words.constant(~LOW_BITS >>> 0),
    );
    return words.tensor(upper, 'float32');
  });
  return tf.where(tf.isNaN(x), x, rounded);
}

/** `roundToBfloat16` of values in JavaScript; a new array. */
export function nearestBfloat16(values: ArrayLike<number>): Float32Array {
  return changedBits(values, toNearest);
}

function toNearest(bits: number): number {
  return bits + HALF + ((bits >> 16) & 1);
}

function mapBits(x: Tensor, change: (bits: number, i: number) => number): Tensor {
  return tf.tensor(changedBits(x.dataSync(), change), x.shape, 'float32');
}

function changedBits(
  original: ArrayLike<number>,
  change: (bits: number, i: number) => number,
): Float32Array {
  const values = Float32Array.from(original);
  const bits = new Int32Array(values.buffer);
  for (let i = 0; i < bits.length; i++) {
    if (!Number.isNaN(values[i])) bits[i] = change(bits[i], i) & ~LOW_BITS;
  }
  return values;
}
