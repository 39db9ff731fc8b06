import * as tf from '@tensorflow/tfjs';
import { DataType, isTensorFlowBackend, rawOp, tensorFlowBackend, tensorFlowOp } from './binding';
import { cast, roundToBfloat16 } from './bfloat16';
import type { Tensor, Tensor1D, Tensor2D } from './tensor-types';

/**
 * The number format of a model's arithmetic. `bfloat16`: matrices are multiplied in it (mixed
 * precision). `bfloat16-everywhere`: each layer's result and its gradient are rounded to it too. Sums
 * inside a layer or a product are float32 in all three, as in the usual GPU kernels.
 */
export const computes = ['float32', 'bfloat16', 'bfloat16-everywhere'] as const;
export type Compute = (typeof computes)[number];

export interface MatMulOptions {
  transposeA?: boolean;
  transposeB?: boolean;
  compute?: Compute;
}

/**
 * a @ b over the last two axes: [..., n, k] x [..., k, m] -> [..., n, m]. Not differentiable.
 *
 * Unless `compute` is float32, both factors and the product are rounded to bfloat16. TensorFlow
 * multiplies true bfloat16 matrices; other backends round and multiply in float32.
 */
export function matMul(a: Tensor, b: Tensor, options: MatMulOptions = {}): Tensor {
  const { transposeA = false, transposeB = false, compute = 'float32' } = options;
  if (!isTensorFlowBackend()) {
    if (compute === 'float32') return tf.matMul(a, b, transposeA, transposeB);
    return roundToBfloat16(
      tf.matMul(roundToBfloat16(a), roundToBfloat16(b), transposeA, transposeB),
    );
  }
  const flat = a.rank === 2;
  const name = flat ? 'MatMul' : 'BatchMatMulV2';
  const attributes = {
    [flat ? 'transpose_a' : 'adj_x']: { bool: transposeA },
    [flat ? 'transpose_b' : 'adj_y']: { bool: transposeB },
  };
  if (compute === 'float32') {
    return tensorFlowOp(name, { ...attributes, T: { type: DataType.float32 } }, [a, b])[0];
  }
  const backend = tensorFlowBackend();
  const [x, y] = backend.getInputTensorIds([a, b]).map((id) => cast(id, 'float32', 'bfloat16').id);
  const [z] = rawOp(name, { ...attributes, T: { type: DataType.bfloat16 } }, [x, y]);
  const product = backend.createOutputTensor(cast(z.id, 'bfloat16', 'float32'));
  [x, y, z.id].forEach((id) => backend.binding.deleteTensor(id));
  return product;
}

/** Rows of `table` [rows, d] at `indices` [n] -> [n, d]. Not differentiable; see `scatterAddRows`. */
export function gatherRows(table: Tensor2D, indices: Tensor1D): Tensor2D {
  if (!isTensorFlowBackend()) return tf.gather(table, indices);
  const types = {
    Tparams: { type: DataType.float32 },
    Tindices: { type: DataType.int32 },
    Taxis: { type: DataType.int32 },
  };
  // tfjs's own gather reads the indices back to check them, which a captured step cannot do.
  const inputs = [table, indices, tf.scalar(0, 'int32')];
  return tensorFlowOp('GatherV2', { ...types, batch_dims: { int: 0 } }, inputs)[0] as Tensor2D;
}

/** The gradient of `gatherRows`: sums `rows` [n, d] into a [nRows, d] table at `indices` [n]. */
export function scatterAddRows(rows: Tensor2D, indices: Tensor1D, nRows: number): Tensor2D {
  if (!isTensorFlowBackend()) return tf.unsortedSegmentSum<Tensor2D>(rows, indices, nRows);
  const types = {
    T: { type: DataType.float32 },
    Tindices: { type: DataType.int32 },
    Tnumsegments: { type: DataType.int32 },
  };
  const inputs = [rows, indices, tf.scalar(nRows, 'int32')];
  return tensorFlowOp('UnsortedSegmentSum', types, inputs)[0] as Tensor2D;
}

/**
 * 1 at each of `indices` [n], else 0: float32 [n, depth]. One operation; comparing whole numbers, the
 * GPU build does on the host. Not differentiable.
 */
export function oneHot(indices: Tensor1D, depth: number): Tensor2D {
  return tf.oneHot(indices, depth, 1, 0, 'float32') as Tensor2D;
}
