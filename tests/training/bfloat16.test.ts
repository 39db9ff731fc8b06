import type * as tf from '@tensorflow/tfjs';
import { createProgram, loadTensorFlow, nearestBfloat16 } from 'memorization-kit/engine';
import {
  adamWDefaults,
  biasCorrections,
  STEP,
  type StepPrecision,
  trainingProgram,
} from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

const optimizer = { ...adamWDefaults, beta2: 0.99 };

/** A program whose loss has the gradient `slope` everywhere. */
function linearProgram(
  theta: number[],
  slope: number,
  precision: Partial<StepPrecision>,
  { beta2 } = optimizer,
) {
  const size = theta.length;
  const spec = trainingProgram(
    {
      layout: [{ name: 'w', shape: [size], init: 'zeros' }],
      theta: Float32Array.from(theta),
      batch: {},
      loss: ({ w }) => w.mul(slope).sum<tf.Scalar>(),
    },
    { ...optimizer, beta2 },
    { reportUnchanged: true, ...precision },
  );
  const program = createProgram(spec, 'plain');
  const step = (t: number, learningRate: number, noise?: Int32Array) =>
    program.call(STEP, {
      learningRate,
      ...biasCorrections(t, { ...optimizer, beta2 }),
      ...(noise && { noise }),
    });
  return { program, step };
}

describe('the share of unchanged weights', () => {
  const weights = [0.25, 0.5, 1, 2]; // spacings 2^-9 2^-8 2^-7 2^-6, half as wide just below

  it('is 0 in float32', () => {
    const { step } = linearProgram(weights, 1, {});
    expect(step(1, 0.001).unchanged[0]).toBe(0);
  });

  it('counts the weights whose update is below half the spacing and rounded to nearest', () => {
    const { program, step } = linearProgram(weights, 1, { storage: 'bfloat16-nearest' });
    // Adam's first update is the learning rate; half the spacing below 1 is 2^-9, below 2 it is 2^-8
    expect(step(1, 0.0015).unchanged[0]).toBe(0.5);
    expect(Array.from(program.read('theta').slice(2))).toEqual([1, 2]);
  });

  it('rounded at random some of the same updates get through, as often as is fair', () => {
    const n = 4000;
    const ones = new Array<number>(n).fill(1);
    const { program, step } = linearProgram(ones, 1, { storage: 'bfloat16-stochastic' });
    const noise = Int32Array.from({ length: n }, (_, i) => (i * 40_503) & 0xffff);
    const [unchanged] = step(1, 2 ** -10, noise).unchanged; // a quarter of the spacing below 1
    expect(unchanged).toBeCloseTo(0.75, 2);
    const mean = program.read('theta').reduce((a, b) => a + b, 0) / n;
    expect(mean).toBeCloseTo(1 - 2 ** -10, 4);
  });
});

describe('moments in bfloat16', () => {
  it('and the gradient, and the weights are bfloat16 values after every step', () => {
    const { program, step } = linearProgram([0.3, -0.7, 1.1], 0.123456789, {
      storage: 'bfloat16-nearest',
      gradientAndMoments: 'bfloat16',
    });
    for (let t = 1; t <= 5; t++) {
      step(t, 0.01);
      for (const name of ['theta', 'm', 'v']) {
        const values = program.read(name);
        expect(values, name).toEqual(nearestBfloat16(values));
      }
    }
    expect(program.read('m')[0]).not.toBe(0);
  });

  it('the optimizer gets a rounded gradient', () => {
    const slope = 0.123456789;
    const norm = (precision: Partial<StepPrecision>): number =>
      linearProgram([1], slope, precision).step(1, 0.01).gradientNorm[0];
    expect(norm({})).toBe(Math.fround(slope));
    expect(norm({ gradientAndMoments: 'bfloat16' })).toBe(nearestBfloat16([slope])[0]);
  });

  it.each([
    [0.999, true],
    [0.99, false],
  ])('beta2 = %d: a second moment without a gradient is stuck: %s', (beta2, stuck) => {
    const precision = { gradientAndMoments: 'bfloat16' } as const;
    const values = Array.from({ length: 128 }, (_, i) => 1 + i / 128); // all of one power of two
    const { program, step } = linearProgram(values, 0, precision, { ...optimizer, beta2 });
    const before = Float32Array.from(values);
    program.write('v', before);
    step(1, 0.01);
    const after = program.read('v');
    expect(after.every((v, i) => v === before[i])).toBe(stuck);
    expect(after.every((v, i) => v < before[i])).toBe(!stuck);
  });
});
