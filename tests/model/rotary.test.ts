import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow } from 'memorization-kit/engine';
import { applyRotary } from 'memorization-kit/model';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

const turned = (values: number[], length: number, share?: number): number[] => {
  const x = tf.tensor4d(values, [1, 1, length, values.length / length]);
  return [...applyRotary(x, share).dataSync()];
};

describe('rotary positions', () => {
  it('turn the pairs (i, i + dh / 2) by the position times a frequency', () => {
    const [a, b] = [1, 100 ** -1]; // of the pairs of a head of 4: base ** -(i / 2)
    const got = turned([0, 0, 0, 0, 1, 1, 0, 0], 2).slice(4);
    const expected = [Math.cos(a), Math.cos(b), Math.sin(a), Math.sin(b)];
    got.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  });

  it('of a share of the pairs leave the others, and have the frequencies of a smaller head', () => {
    const row = [1, 2, 3, 4, 5, 6, 7, 8]; // a head of 8, of whose pairs the first is turned
    const [got] = [turned([...row, ...row], 2, 0.25).slice(8)];
    const [cos, sin] = [Math.cos(1), Math.sin(1)];
    const expected = [cos - 5 * sin, 2, 3, 4, 5 * cos + sin, 6, 7, 8];
    got.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  });
});
