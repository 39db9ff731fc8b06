import * as tf from '@tensorflow/tfjs';
import { DataType, isTensorFlowBackend, tensorFlowOp } from './binding';
import type { Tensor } from './tensor-types';

/*
 * bfloat16 is the upper half of float32: sign, 8 exponent bits, 7 mantissa bits. Rounding is done
 * on the bits, as adding half a unit in the last kept place and cutting off, which every device and
 * compiler does the same way. Infinities stay; NaN stays NaN.
 */

const HALF = 0x7fff; // with the last kept bit added: round to nearest, ties to even
const LOW_BITS = 0xffff;

/** Nearest bfloat16 value, ties to even, as float32. Not differentiable. */
export function roundToBfloat16(x: Tensor): Tensor {
  if (!isTensorFlowBackend()) return mapBits(x, (bits) => bits + HALF + ((bits >> 16) & 1));
  return onBits(x, (bits) => {
    const lastKept = bitOp('BitwiseAnd', bitOp('RightShift', bits, 16), 1);
    return tf.add(bits, tf.add(lastKept, tf.scalar(HALF, 'int32')));
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
  return onBits(x, (bits) => tf.add(bits, bitOp('BitwiseAnd', noise, LOW_BITS)));
}

function onBits(x: Tensor, change: (bits: Tensor) => Tensor): Tensor {
  const bits = bitcast(x, DataType.float32, DataType.int32);
  const rounded = bitcast(
    bitOp('BitwiseAnd', change(bits), ~LOW_BITS),
    DataType.int32,
    DataType.float32,
  );
  return tf.where(tf.isNaN(x), x, rounded);
}

function bitcast(x: Tensor, from: number, to: number): Tensor {
  return tensorFlowOp('Bitcast', { T: { type: from }, type: { type: to } }, [x])[0];
}

function bitOp(name: 'BitwiseAnd' | 'RightShift', x: Tensor, value: number): Tensor {
  return tensorFlowOp(name, { T: { type: DataType.int32 } }, [x, tf.scalar(value, 'int32')])[0];
}

function mapBits(x: Tensor, change: (bits: number, i: number) => number): Tensor {
  const values = Float32Array.from(x.dataSync());
  const bits = new Int32Array(values.buffer);
  for (let i = 0; i < bits.length; i++) {
    if (!Number.isNaN(values[i])) bits[i] = change(bits[i], i) & ~LOW_BITS;
  }
  return tf.tensor(values, x.shape, 'float32');
}
