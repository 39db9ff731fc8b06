import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow, matMul, randomStream } from 'memorization-kit/engine';
import {
  castThroughBfloat16,
  nearestBfloat16,
  roundToBfloat16,
  stochasticRoundToBfloat16,
} from 'memorization-kit/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { outputsOf } from './one-function';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

const bitsOf = (x: Float32Array): Uint32Array => new Uint32Array(x.buffer, x.byteOffset, x.length);
const fromBits = (bits: number[]): Float32Array => new Float32Array(Uint32Array.from(bits).buffer);

const everyBfloat16 = fromBits(Array.from({ length: 1 << 16 }, (_, i) => i * 0x10000));
const special = fromBits([
  0x3f808000, // half way between two values, the lower one even
  0x3f818000, // half way, the upper one even
  0x3f808001, // just above half way
  0x3f807fff, // just below
  0x00000001, // the smallest subnormal
  0x00008000, // subnormal tie
  0x00018000,
  0x7f7fffff, // the largest float32 rounds to infinity
  0x7f800000,
  0xff800000,
  0x7fc00000, // NaN
  0x7f800001, // a NaN whose upper half alone would read as infinity
  0x80000000, // -0
]);

/** Rounding by comparing with both neighbors, in float64: independent of the bit trick. */
function reference(x: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const [bits] = bitsOf(Float32Array.of(Math.abs(x)));
  const down = Math.floor(bits / 0x10000);
  const value = (upper: number): number =>
    upper === 0x7f80 ? 2 ** 128 : fromBits([upper * 0x10000])[0];
  const [low, high] = [value(down), value(down + 1)];
  const size = Math.abs(x);
  const nearer =
    size - low < high - size ? down : size - low > high - size ? down + 1 : down + (down % 2);
  return Math.sign(x) * fromBits([nearer * 0x10000])[0];
}

function randomFloats(n: number): Float32Array {
  const stream = randomStream(3, 'bfloat16 test');
  return new Float32Array(Int32Array.from({ length: n }, () => stream.bits()).buffer);
}

type Round = (x: tf.Tensor) => tf.Tensor;
const captured = (x: Float32Array, f: Round, mode: 'plain' | 'xla'): Float32Array => {
  const inputs = { x: { shape: [x.length], dtype: 'float32' as const } };
  return outputsOf(mode, { inputs, run: (_, { x }) => ({ outputs: { y: f(x) } }) }, { x }).y;
};

const eager =
  (round: Round) =>
  (x: Float32Array): Float32Array =>
    round(tf.tensor1d(x)).dataSync<'float32'>();
function onJavaScript<T>(body: () => T): T {
  tf.setBackend('cpu');
  try {
    return body();
  } finally {
    tf.setBackend('tensorflow');
  }
}
const inJavaScript = (round: Round) => (x: Float32Array) => onJavaScript(() => eager(round)(x));

const ways: [string, (x: Float32Array) => Float32Array][] = [
  ['bits, tensorflow, eager', eager(roundToBfloat16)],
  ['bits, tensorflow, captured', (x) => captured(x, roundToBfloat16, 'plain')],
  ['bits, tensorflow, XLA', (x) => captured(x, roundToBfloat16, 'xla')],
  ['bits, pure JavaScript', inJavaScript(roundToBfloat16)],
  ['bits, an array', nearestBfloat16],
  ['true bfloat16, eager', eager(castThroughBfloat16)],
  ['true bfloat16, captured', (x) => captured(x, castThroughBfloat16, 'plain')],
  ['true bfloat16, XLA', (x) => captured(x, castThroughBfloat16, 'xla')],
  ['its stand-in in pure JavaScript', inJavaScript(castThroughBfloat16)],
];

describe.each(ways)('rounding to the nearest bfloat16: %s', (_, round) => {
  it('leaves all 65,536 bfloat16 values as they are', () => {
    const rounded = round(everyBfloat16);
    const wrong = everyBfloat16.findIndex((x, i) => !Object.is(rounded[i], x));
    expect(wrong).toBe(-1);
  });

  it('agrees with the definition on random floats, ties, subnormals, infinities and NaN', () => {
    const x = Float32Array.of(...special, ...randomFloats(20_000));
    const rounded = round(x);
    const wrong = x.findIndex((value, i) => !Object.is(rounded[i], reference(value)));
    expect({ wrong, x: x[wrong], rounded: rounded[wrong] }).toEqual({
      wrong: -1,
      x: undefined,
      rounded: undefined,
    });
  });
});

describe('stochastic rounding', () => {
  it('hits the neighbors in proportion to the distance', () => {
    const x = 1 + 0.25 / 128; // a quarter of the way from 1 to the next bfloat16
    const n = 20_000;
    const stream = randomStream(1, 'noise');
    const noise = tf.tensor1d(
      Int32Array.from({ length: n }, () => stream.bits()),
      'int32',
    );
    const rounded = stochasticRoundToBfloat16(tf.fill([n], x), noise).dataSync();
    expect(new Set(rounded)).toEqual(new Set([1, 1 + 1 / 128]));
    const up = rounded.filter((value) => value > 1).length / n;
    expect(Math.abs(up - 0.25)).toBeLessThan(0.02); // six standard deviations
  });

  it('is the same on both backends', () => {
    const x = randomFloats(5000).map((v) => (Number.isFinite(v) ? v : 0));
    const stream = randomStream(2, 'noise');
    const bits = Int32Array.from({ length: x.length }, () => stream.bits());
    const round = (x: tf.Tensor) => stochasticRoundToBfloat16(x, tf.tensor1d(bits, 'int32'));
    expect(eager(round)(x)).toEqual(inJavaScript(round)(x));
  });
});

describe('multiplying in bfloat16', () => {
  const stream = randomStream(5, 'factors');
  const values = (n: number): Float32Array =>
    Float32Array.from({ length: n }, () => stream.normal());
  const [a, b] = [values(12 * 16), values(16 * 8)];
  const multiply = {
    inputs: {
      a: { shape: [12, 16], dtype: 'float32' as const },
      b: { shape: [16, 8], dtype: 'float32' as const },
    },
    run: (_: unknown, { a, b }: Record<string, tf.Tensor>) => ({
      outputs: { y: matMul(a, b, { compute: 'bfloat16' }) },
    }),
  };

  /**
   * What is promised on any processor: bfloat16 values, each the one that float32 sums round to or
   * its neighbor. How many are neighbors depends on how a processor's kernel sums: a few in a
   * hundred where it does so in float32 throughout, half of them where parts are rounded earlier.
   */
  it.each(['eager', 'plain', 'xla'] as const)('is one rounding of the emulation (%s)', (mode) => {
    const actual = outputsOf(mode, multiply, { a, b }).y;
    const emulated = onJavaScript(() => outputsOf('eager', multiply, { a, b }).y);
    expect(actual.every((x) => bitsOf(Float32Array.of(x))[0] % 0x10000 === 0)).toBe(true);
    actual.forEach((x, i) =>
      expect(Math.abs(x - emulated[i])).toBeLessThanOrEqual(2 ** -7 * Math.abs(x)),
    );
    const drift = actual.reduce((sum, x, i) => sum + (x - emulated[i]) / Math.abs(x), 0);
    expect(Math.abs(drift / actual.length)).toBeLessThan(2 ** -9); // they do not all go one way
  });
});
