import * as tf from '@tensorflow/tfjs';
import {
  type Compute,
  type EngineMode,
  loadTensorFlow,
  nearestBfloat16,
  randomStream,
} from 'memorization-kit/engine';
import { border, linearCrossEntropy } from 'memorization-kit/model';
import type { StepPrecision } from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { batch, fixture, gptConfig, gptProgram, layoutOf, theta } from './fixture';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

const { learned } = fixture.cases;

/** Loss before the first of a few updates, after them, and the parameters at the end. */
function fewSteps(
  compute: Compute,
  precision: Partial<StepPrecision>,
  mode: EngineMode,
): { first: number; last: number; state: Record<'theta' | 'm' | 'v', Float32Array> } {
  const layout = layoutOf(learned);
  const initial = theta(learned.params, layout);
  const { storage = 'float32' } = precision;
  const config = { ...gptConfig(learned), compute };
  const { tokens, targets } = batch();
  const start = storage === 'float32' ? initial : nearestBfloat16(initial);
  const { program, step } = gptProgram(config, start, { tokens, targets }, { precision, mode });
  const losses = [1, 2, 3, 4, 5].map((t) => step(t, 0.01).loss[0]);
  const read = (name: string) => program.read(name);
  const state = { theta: read('theta'), m: read('m'), v: read('v') };
  program.dispose();
  return { first: losses[0], last: losses[4], state };
}

const formats: [string, Compute, Partial<StepPrecision>, kept: ('theta' | 'm' | 'v')[]][] = [
  ['its products', 'bfloat16', {}, []],
  ['products and parameters', 'bfloat16', { storage: 'bfloat16-nearest' }, ['theta']],
  [
    'everything',
    'bfloat16-everywhere',
    { storage: 'bfloat16-nearest', gradientAndMoments: 'bfloat16' },
    ['theta', 'm', 'v'],
  ],
];

describe.each(formats)('a GPT with %s in bfloat16', (_, compute, precision, kept) => {
  const runs = new Map<EngineMode, ReturnType<typeof fewSteps>>();

  /** Five steps on TensorFlow, run once a mode: XLA takes seconds to compile them. */
  function run(mode: EngineMode): ReturnType<typeof fewSteps> {
    const result = runs.get(mode) ?? fewSteps(compute, precision, mode);
    runs.set(mode, result);
    return result;
  }

  it.each(['plain', 'xla'] as const)('%s: is near float32, not equal to it, and learns', (mode) => {
    const { state, first, last } = run(mode);
    const difference = Math.abs(first / fewSteps('float32', {}, 'plain').first - 1);
    expect(difference).toBeGreaterThan(1e-6);
    expect(difference).toBeLessThan(0.02); // a few times bfloat16's 2^-8
    expect(last).toBeLessThan(first);
    for (const name of kept) expect(state[name], name).toEqual(nearestBfloat16(state[name]));
  });

  if (compute === 'bfloat16-everywhere') {
    // what is left in float32 in the others TensorFlow may fuse
    it('captured equals eager', () => {
      expect(run('plain')).toEqual(run('eager'));
    });
  }

  it.each(['plain', 'xla'] as const)('%s: agrees with the emulation in JavaScript', (mode) => {
    const tensorflow = run(mode);
    tf.setBackend('cpu');
    const emulated = fewSteps(compute, precision, 'eager');
    tf.setBackend('tensorflow');
    expect(Math.abs(tensorflow.first / emulated.first - 1)).toBeLessThan(0.005);
    expect(Math.abs(tensorflow.last / emulated.last - 1)).toBeLessThan(0.02);
  });
});

describe('the border between layers', () => {
  const x = Float32Array.of(1.001, -0.3, 3.14159);
  const slopes = Float32Array.of(0.1, 1.00001, 7.77);
  const through = (compute: Compute) =>
    tf.valueAndGrad((x) => border(x, compute).mul<tf.Scalar>(slopes).sum())(tf.tensor1d(x));

  it('rounds what passes forwards and the gradient that passes backwards', () => {
    const { grad } = through('bfloat16-everywhere');
    expect(grad.dataSync()).toEqual(nearestBfloat16(slopes));
    const rounded = border(tf.tensor1d(x), 'bfloat16-everywhere').dataSync();
    expect(rounded).toEqual(nearestBfloat16(x));
    expect(rounded).not.toEqual(x);
  });

  it.each(['float32', 'bfloat16'] as const)('is not there with %s', (compute) => {
    expect(through(compute).grad.dataSync()).toEqual(slopes);
    expect(border(tf.tensor1d(x), compute).dataSync()).toEqual(x);
  });
});

describe('cross-entropy in bfloat16', () => {
  const [n, d, vocabSize] = [24, 8, 16];
  const stream = randomStream(4, 'cross-entropy');
  const normal = (size: number): Float32Array =>
    Float32Array.from({ length: size }, () => stream.normal());
  const table = tf.tensor2d(normal(vocabSize * d), [vocabSize, d]);
  const targets = tf.tensor1d(
    Int32Array.from({ length: n }, (_, i) => i % vocabSize),
    'int32',
  );
  /** Hidden states that point to their targets' rows: nearly all of the probability is there. */
  const hidden = tf
    .gather(table, targets)
    .mul(1.2)
    .add(tf.tensor2d(normal(n * d), [n, d]).mul(0.2));

  const gradients = (compute: Compute): Float32Array[] =>
    tf
      .grads((hidden, table) =>
        linearCrossEntropy(hidden as tf.Tensor2D, table as tf.Tensor2D, targets, null, compute),
      )([hidden, table])
      .map((gradient) => gradient.dataSync() as Float32Array);
  const norm = (x: Float32Array): number => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));

  it('has gradients as exact as its format where tokens are known: no cancellation', () => {
    const exact = gradients('float32');
    const rounded = gradients('bfloat16');
    exact.forEach((gradient, i) => {
      const error = norm(gradient.map((v, j) => v - rounded[i][j])) / norm(gradient);
      expect(error).toBeGreaterThan(1e-5);
      expect(error).toBeLessThan(0.02); // logits of size 10 are rounded by up to 2^-5
    });
  });
});
