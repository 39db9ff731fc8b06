import * as tf from '@tensorflow/tfjs';
import { isTensorFlowBackend } from './binding';
import { randomStream } from './random';
import type { Tensor } from './tensor-types';
import { type Word, type Words, withWords } from './words';

/*
 * Random bits that are computed on the device where they are needed, and only from their place: the
 * same on a CPU, a GPU and in JavaScript, for they are sums, products and shifts of 32-bit words.
 * Places lie in rows; the hash of a row and that of a column are added and hashed again.
 */

const COLUMNS = 4096;

/**
 * The bits of one draw (such as that of a step) depend on these two words; each is an int32 that a
 * program is fed. Draws of other seeds, names or indices are independent of it.
 */
export function countedKey(seed: number, name: string, index: number): [number, number] {
  const stream = randomStream(seed, name, index);
  return [stream.bits(), stream.bits()];
}

/** n random 32-bit words, int32 [n], of a key of two int32 scalars; in a captured step too. */
export function countedBits(n: number, [rowKey, columnKey]: [Tensor, Tensor]): Tensor {
  const columns = Math.min(n, COLUMNS);
  const rows = Math.ceil(n / columns);
  if (!isTensorFlowBackend()) {
    const [row, column] = [rowKey, columnKey].map((key) => key.dataSync()[0]);
    const words = Int32Array.from({ length: n }, (_, i) =>
      hashed(hashed(Math.floor(i / columns) ^ row) + hashed((i % columns) ^ column)),
    );
    return tf.tensor1d(words, 'int32');
  }
  return withWords((words) => {
    const line = (length: number, shape: number[], key: Tensor): Word => {
      const places = words.constant(
        Uint32Array.from({ length }, (_, i) => i),
        shape,
      );
      return hashedWords(words, words.op('BitwiseXor', places, words.of(key)));
    };
    const ofRows = line(rows, [rows, 1], rowKey);
    const ofColumns = line(columns, [1, columns], columnKey);
    const all = hashedWords(words, words.op('AddV2', ofRows, ofColumns)); // [rows, columns]
    // Of int32 the GPU build takes parts on the host.
    const some = words.tensor(all, 'float32').flatten().slice([0], [n]);
    return words.tensor(words.of(some), 'int32');
  });
}

/** The function lowbias32 of C. Wellons, "Prospecting for hash functions", 2018. */
const SHIFTS = [16, 15, 16];
const FACTORS = [0x7feb352d, 0x846ca68b];

function hashed(word: number): number {
  let x = word;
  SHIFTS.forEach((shift, i) => {
    x ^= x >>> shift;
    if (i < FACTORS.length) x = Math.imul(x, FACTORS[i]);
  });
  return x;
}

function hashedWords({ op, constant }: Words, word: Word): Word {
  let x = word;
  SHIFTS.forEach((shift, i) => {
    x = op('BitwiseXor', x, op('RightShift', x, constant(shift)));
    if (i < FACTORS.length) x = op('Mul', x, constant(FACTORS[i]));
  });
  return x;
}
