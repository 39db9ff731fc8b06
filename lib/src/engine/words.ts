import * as tf from '@tensorflow/tfjs';
import { DataType, rawOp, tensorFlowBackend } from './binding';
import type { Tensor } from './tensor-types';

/** A tensor of 32-bit words on the device, by its number in the binding. */
export type Word = { readonly word: number };

/** What TensorFlow does with words: modulo 2^32, shifts filled up with zeros; shapes broadcast. */
export interface Words {
  /** The bits of a float32 or int32 tensor. */
  of(x: Tensor): Word;
  /** These words, of this shape; default: one word. */
  constant(values: number | ArrayLike<number>, shape?: number[]): Word;
  op(name: 'AddV2' | 'Mul' | 'BitwiseAnd' | 'BitwiseXor' | 'RightShift', a: Word, b: Word): Word;
  /** The words as the bits of float32 or int32 values. */
  tensor(x: Word, dtype: 'float32' | 'int32'): Tensor;
}

/**
 * Computes with 32-bit words, and frees what was made on the way. They are TensorFlow's uint32, which
 * tfjs has no name for: of int32 the GPU build adds and multiplies on the host.
 */
export function withWords(body: (words: Words) => Tensor): Tensor {
  const backend = tensorFlowBackend();
  const made: number[] = [];
  const keep = (id: number): Word => {
    made.push(id);
    return { word: id };
  };
  const words: Words = {
    of(x) {
      const [id] = backend.getInputTensorIds([x]);
      const T = { type: DataType[x.dtype as 'float32' | 'int32'] };
      return keep(rawOp('Bitcast', { T, type: { type: DataType.uint32 } }, [id])[0].id);
    },
    constant(values, shape = []) {
      const list = typeof values === 'number' ? [values] : values;
      // As float32, whose constants lie on the GPU; those of int32 are copied to it in every step.
      const bits = new Float32Array(Uint32Array.from(list).buffer);
      return words.of(tf.tensor(bits, shape, 'float32'));
    },
    op: (name, a, b) => keep(rawOp(name, { T: { type: DataType.uint32 } }, [a.word, b.word])[0].id),
    tensor(x, dtype) {
      const attributes = { T: { type: DataType.uint32 }, type: { type: DataType[dtype] } };
      return backend.createOutputTensor(rawOp('Bitcast', attributes, [x.word])[0]);
    },
  };
  try {
    return tf.tidy(() => body(words));
  } finally {
    made.forEach((id) => backend.binding.deleteTensor(id));
  }
}
