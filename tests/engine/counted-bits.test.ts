import * as tf from '@tensorflow/tfjs';
import { countedBits, countedKey, loadTensorFlow } from 'memorization-kit/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { outputsOf } from './one-function';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

const N = 3 * 4096 + 17; // whole rows and a part of one

const scalar = { shape: [], dtype: 'int32' as const };

function inProgram(mode: 'plain' | 'xla' | 'eager', n: number, index: number): Int32Array {
  const draw = {
    inputs: { row: scalar, column: scalar },
    // in two halves of 16 bits, which float32 holds exactly
    run(_: unknown, { row, column }: Record<string, tf.Tensor>) {
      const bits = countedBits(n, [row, column]);
      const low = bits.mod(tf.scalar(1 << 16, 'int32')).cast('float32');
      const high = bits.floorDiv(tf.scalar(1 << 16, 'int32')).cast('float32');
      return { outputs: { low, high } };
    },
  };
  const [row, column] = countedKey(7, 'test', index);
  const { low, high } = outputsOf(mode, draw, { row, column });
  return Int32Array.from(low, (x, i) => x + high[i] * 65536);
}

function inJavaScript(n: number, index: number): Int32Array {
  tf.setBackend('cpu');
  const key = countedKey(7, 'test', index).map((word) => tf.scalar(word, 'int32'));
  const bits = countedBits(n, key as [tf.Scalar, tf.Scalar]).dataSync() as Int32Array;
  tf.setBackend('tensorflow');
  return bits;
}

describe('random bits by their place', () => {
  it.each(['plain', 'xla', 'eager'] as const)('%s: those of JavaScript', (mode) => {
    for (const [n, index] of [
      [N, 0],
      [N, 1000],
      [5, 3],
    ]) {
      expect(inProgram(mode, n, index)).toEqual(inJavaScript(n, index));
    }
  });

  it('stay the same: results are stored with them', () => {
    expect(inJavaScript(3, 5)).toEqual(Int32Array.of(241520806, -863649358, 1962809441));
  });

  it('every bit is 1 half of the time, whatever the bits of a neighbor or of the next draw', () => {
    const n = 1 << 16;
    const [now, next] = [inJavaScript(n, 1), inJavaScript(n, 2)];
    const ones = (words: (i: number) => number, bit: number): number => {
      let count = 0;
      for (let i = 0; i < n; i++) count += (words(i) >>> bit) & 1;
      return count / n;
    };
    const sigma = 0.5 / Math.sqrt(n);
    for (let bit = 0; bit < 32; bit++) {
      for (const words of [
        (i: number) => now[i],
        (i: number) => now[i] ^ next[i],
        (i: number) => now[i] ^ now[(i + 1) % n], // the neighbor in a row
        (i: number) => now[i] ^ now[(i + 4096) % n], // in a column
      ]) {
        expect(Math.abs(ones(words, bit) - 0.5)).toBeLessThan(5 * sigma);
      }
    }
  });

  it('the lower halves, which rounding takes, fill their range evenly', () => {
    const n = 1 << 18;
    const counts = new Float64Array(256);
    for (const word of inJavaScript(n, 4)) counts[(word & 0xffff) >>> 8]++;
    const chi2 = counts.reduce((sum, count) => sum + (count - n / 256) ** 2 / (n / 256), 0);
    expect(chi2).toBeGreaterThan(255 - 5 * Math.sqrt(510));
    expect(chi2).toBeLessThan(255 + 5 * Math.sqrt(510));
  });
});
