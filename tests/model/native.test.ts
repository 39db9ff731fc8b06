import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import {
  type KernelChoice,
  kernelLevels,
  loadTensorFlow,
  randomStream,
  readValues,
  setKernelThreads,
  type Tensors,
  withKernels,
} from 'memorization-kit/engine';
import {
  type Drop,
  dropout,
  dropoutFeeds,
  dropoutSites,
  frozenViews,
  gptHidden,
  gptLayout,
  gptLoss,
  gptTokenNll,
  type GptConfig,
  initialParameters,
  layoutSize,
  loraLayout,
  lossAndGradient,
  type ParameterLayout,
  parameterSlice,
  type ParameterViews,
  views,
  withLora,
} from 'memorization-kit/model';
import { muonDefaults, orthogonalized } from 'memorization-kit/training';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { gptProgram, gradientError, relativeError, smallGpt as small } from './fixture';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

/** Whether this processor runs a build of the kernels; the ones that it cannot run are not tested. */
function runs(level: KernelChoice): boolean {
  loadTensorFlow({ device: 'cpu', threads: 1 });
  try {
    return withKernels(level, () => onKernels(small));
  } catch {
    return false;
  }
}

interface Shape {
  gpt: GptConfig;
  batch: number;
  length: number;
  weighted: boolean;
  seed: number;
  dropped?: number; // share, default 0
}

/** Parameters of which none is 0 or 1, and matrices large enough that every path counts. */
function someTheta(layout: ParameterLayout, seed: number): Float32Array {
  const theta = new Float32Array(layoutSize(layout));
  let bits = seed * 2654435761;
  const uniform = (): number => (bits = (bits * 1664525 + 1013904223) % 2 ** 32) / 2 ** 31 - 1;
  for (const { name, shape, init } of layout) {
    const scale = shape.length > 1 ? 1 / Math.sqrt(shape[0]) : 0.2;
    const around = init === 'ones' ? 1 : 0;
    parameterSlice(theta, layout, name).forEach((_, i, values) => {
      values[i] = around + scale * uniform();
    });
  }
  return theta;
}

function someBatch({ gpt, batch, length, weighted, seed }: Shape) {
  const stream = randomStream(seed, 'some batch');
  const draw = (most: number) =>
    Int32Array.from({ length: batch * length }, () => stream.integer(most));
  const shape: [number, number] = [batch, length];
  const counts = Float32Array.from(draw(3));
  counts[0] = 1; // the sum is not 0
  return {
    tokens: tf.tensor2d(draw(gpt.vocabSize), shape, 'int32'),
    targets: tf.tensor2d(draw(gpt.vocabSize), shape, 'int32'),
    weights: weighted ? tf.tensor2d(counts, shape) : null,
  };
}

function dropOf({ gpt, seed, dropped = 0 }: Shape): Drop | null {
  const feeds = Object.entries(dropoutFeeds(dropped, seed, 1));
  const keys = feeds.map(([name, key]) => [name, tf.scalar(key as number, 'int32')]);
  return dropout(dropped, dropoutSites(gpt), Object.fromEntries(keys) as Tensors);
}

type Outcome = Record<'loss' | 'gradient' | 'nll', Float32Array>;

function outcome(kernels: KernelChoice, shape: Shape, theta: Float32Array): Outcome {
  const layout = gptLayout(shape.gpt);
  return withKernels(kernels, () =>
    readValues(() => {
      const { tokens, targets, weights } = someBatch(shape);
      const flat = tf.tensor1d(theta);
      const { loss, gradient } = lossAndGradient(flat, layout, (p) =>
        gptLoss(p, tokens, targets, weights, shape.gpt, dropOf(shape)),
      );
      const nll = gptTokenNll(views(flat, layout), tokens, targets, shape.gpt);
      return { loss, gradient, nll };
    }),
  );
}

function expectTheSame(shape: Shape): void {
  const layout = gptLayout(shape.gpt);
  const theta = someTheta(layout, shape.seed);
  const expected = outcome('composed', shape, theta);
  for (const level of levels) {
    expectNear(layout, outcome(level, shape, theta), expected, level);
  }
}

function expectNear(
  layout: ParameterLayout,
  native: Outcome,
  expected: Outcome,
  level: string,
): void {
  expect(native.loss[0] / expected.loss[0], level).toBeCloseTo(1, 5);
  expect(relativeError(native.nll, expected.nll), level).toBeLessThan(1e-5);
  const { error, name } = gradientError(layout, native.gradient, expected.gradient);
  expect(error, `${level}: ${name}`).toBeLessThan(1e-5);
}

/** Whether a step of this model holds native ops. */
function onKernels(gpt: GptConfig): boolean {
  const theta = initialParameters(gptLayout(gpt), gpt.nLayers, 1);
  const ids = tf.zeros([1, gpt.seqLength], 'int32');
  const { program } = gptProgram(gpt, theta, { tokens: ids, targets: ids });
  const { kernels } = program;
  program.dispose();
  return kernels !== 'composed';
}

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    headDim: fc.integer({ min: 1, max: 10 }).map((half) => 2 * half),
    nHeads: fc.integer({ min: 1, max: 4 }),
    nLayers: fc.integer({ min: 1, max: 2 }),
    vocabSize: fc.integer({ min: 2, max: 150 }),
    length: fc.integer({ min: 1, max: 40 }),
    unused: fc.integer({ min: 0, max: 2 }),
    batch: fc.integer({ min: 1, max: 6 }),
    positions: fc.constantFrom('learned' as const, 'rotary' as const),
    mask: fc.constantFrom('causal' as const, 'bidirectional' as const),
    weighted: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1000 }),
  })
  // LayerNorm of two values is their order: what is left of its gradient is rounding.
  .filter(({ headDim, nHeads }) => headDim * nHeads > 2)
  .map(({ headDim, unused, batch, length, weighted, seed, ...gpt }) => ({
    ...{ batch, length, weighted, seed },
    gpt: {
      ...{ ...gpt, dModel: headDim * gpt.nHeads, seqLength: length + unused },
      compute: 'float32',
    },
  }));

const large: [string, Partial<GptConfig>, number][] = [
  ['many small heads', { dModel: 32, nHeads: 16, seqLength: 16 }, 9],
  ['a long sequence', { dModel: 32, nHeads: 2, seqLength: 512, positions: 'rotary' }, 1],
  [
    'positions on a quarter of a head',
    { dModel: 32, nHeads: 2, seqLength: 20, positions: 'rotary', rotaryShare: 0.25 },
    4,
  ],
  ['a head of 64', { dModel: 128, nHeads: 2, seqLength: 33, mask: 'bidirectional' }, 3],
  ['the widest', { dModel: 512, nHeads: 8, seqLength: 40, vocabSize: 300 }, 3],
  ['a large vocabulary', { dModel: 24, nHeads: 3, seqLength: 20, vocabSize: 5000 }, 3],
  ['one token', { seqLength: 1, vocabSize: 5 }, 1],
];

const levels = kernelLevels.filter(runs);

describe('all builds of the native kernels', () => {
  it('have the loss, the likelihoods and the gradients of the composed ops, whatever the shape', () => {
    fc.assert(fc.property(shapes, expectTheSame), { numRuns: 20, seed: 1 });
  }, 600_000);

  it.each(large)(
    'and so have %s',
    (_, change, batch) => {
      const gpt = { ...small, ...change };
      expectTheSame({ gpt, batch, length: gpt.seqLength, weighted: true, seed: 1 });
    },
    600_000,
  );
});

it('dropout leaves the native kernels what it leaves the composed ops, and changes both', () => {
  const gpt = { ...small, nLayers: 2 };
  const shape = { gpt, batch: 5, length: 4, weighted: true, seed: 1 };
  expectTheSame({ ...shape, dropped: 0.3 });
  const theta = someTheta(gptLayout(gpt), 1);
  const [whole, other] = [0, 0.3].map((dropped) =>
    outcome('composed', { ...shape, dropped }, theta),
  );
  expect(Math.abs(other.loss[0] / whole.loss[0] - 1)).toBeGreaterThan(1e-3);
  expect(other.nll).toEqual(whole.nll); // measurements are of the whole model
});

describe.each(levels)('the native kernels (%s)', (level) => {
  it('are the same to the last bit again', () => {
    const shape = { gpt: small, batch: 30, length: 4, weighted: false, seed: 2 };
    const theta = someTheta(gptLayout(small), 2);
    expect(outcome(level, shape, theta)).toEqual(outcome(level, shape, theta));
  });

  it('pass NaN on, wherever it is', () => {
    const layout = gptLayout(small);
    const shape = { gpt: small, batch: 3, length: 4, weighted: false, seed: 3 };
    for (const { name } of layout.filter(({ name }) => name !== 'wpe' && name !== 'wte')) {
      const theta = someTheta(layout, 3);
      parameterSlice(theta, layout, name)[0] = NaN;
      const { loss, nll } = outcome(level, shape, theta);
      expect([name, loss[0]]).toEqual([name, NaN]);
      expect(nll.some(Number.isNaN)).toBe(true);
    }
  });

  it('refuse a target that is not in the vocabulary', () => {
    const tokens = tf.tensor2d([[0, 1]], undefined, 'int32');
    const targets = tf.tensor2d([[7, 1]], undefined, 'int32');
    const p = views(tf.tensor1d(someTheta(gptLayout(small), 1)), gptLayout(small));
    expect(() => withKernels(level, () => gptLoss(p, tokens, targets, null, small))).toThrow(
      /target is not in the vocabulary/,
    );
  });

  /** The gradient by `theta` of a loss of it and of a frozen model. */
  function expectGradientOfComposed(
    model: GptConfig,
    layout: ParameterLayout,
    theta: Float32Array,
    loss: (frozen: ParameterViews, p: ParameterViews) => tf.Tensor,
  ): void {
    const base = someTheta(gptLayout(model), 4);
    const [ours, composed] = [level, 'composed' as const].map((kernels) =>
      withKernels(kernels, () => {
        const frozen = frozenViews(tf.tensor1d(base), gptLayout(model));
        const of = lossAndGradient(tf.tensor1d(theta), layout, (p) => loss(frozen, p) as tf.Scalar);
        return of.gradient.dataSync<'float32'>();
      }),
    );
    expect(relativeError(ours, composed)).toBeLessThan(1e-5);
  }

  it('give LoRA on a frozen model the gradient that the composed ops give', () => {
    const lora = { rank: 2, embeddingRank: 3, alpha: 4 };
    const layout = loraLayout(small, lora);
    const stream = randomStream(4, 'factors');
    const theta = Float32Array.from({ length: layoutSize(layout) }, () => 0.3 * stream.normal());
    const shape = { gpt: small, batch: 3, length: 4, weighted: false, seed: 4 };
    const { tokens, targets } = someBatch(shape);
    expectGradientOfComposed(small, layout, theta, (frozen, p) =>
      gptLoss(withLora(frozen, p, small, lora), tokens, targets, null, small),
    );
  });

  it('give a frozen model under a probe the gradient of its embedding', () => {
    const model = { ...small, nLayers: 2 };
    const tokens = tf.tensor2d([[0, 1, 2, 3]], undefined, 'int32');
    const table: ParameterLayout = [{ name: 'wte', shape: [7, 8], init: 'normal' }];
    expectGradientOfComposed(model, table, someTheta(table, 5), (frozen, p) =>
      gptHidden({ ...frozen, ...p }, tokens, model)
        .square()
        .sum(),
    );
  });
});

const shared: [string, Partial<GptConfig>, number][] = [
  ['short rows', { dModel: 32, nHeads: 8, seqLength: 16, vocabSize: 64 }, 203],
  ['rotary', { dModel: 64, nHeads: 2, seqLength: 46, vocabSize: 736, positions: 'rotary' }, 19],
  ['two layers', { dModel: 40, nHeads: 4, nLayers: 2, seqLength: 37, mask: 'bidirectional' }, 61],
];

const matrix = (rows: number, columns: number, seed: number): tf.Tensor2D =>
  tf.randomNormal([rows, columns], 0, 1, 'float32', seed);
const orthogonal = (x: tf.Tensor2D, kernels: KernelChoice) =>
  withKernels(kernels, () => orthogonalized(x, muonDefaults.iterations));

describe.each([...levels, 'composed' as const])('a matrix made orthogonal (%s)', (kernels) => {
  it('is what the composed ops make of it, whatever the shape', () => {
    const side = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 1e6 }), (rows, columns, seed) => {
        tf.tidy(() => {
          const x = matrix(rows, columns, seed);
          const [ours, theirs] = [kernels, 'composed' as const].map((of) => orthogonal(x, of));
          expect(ours.shape).toEqual([rows, columns]);
          expect(ours.sub(theirs).abs().max().dataSync()[0]).toBeLessThan(2e-5);
        });
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it.each([
    [8, 8],
    [8, 24],
    [24, 8],
    [128, 384],
    [512, 128],
    [256, 256],
  ])('has singular values of about 1 and the signs of the old one: [%i, %i]', (rows, columns) => {
    tf.tidy(() => {
      const x = matrix(rows, columns, 7);
      const y = orthogonal(x, kernels);
      const gram = y.matMul(y, rows > columns, rows <= columns); // [least, least], near the identity
      const eye = tf.eye(Math.min(rows, columns));
      const mean = gram.mul(eye).sum().div(gram.shape[0]).dataSync()[0];
      expect(gram.mul(tf.sub(1, eye)).abs().max().dataSync()[0]).toBeLessThan(0.5);
      expect(mean).toBeGreaterThan(0.6);
      expect(mean).toBeLessThan(1.2);
      expect(x.mul(y).sum().dataSync()[0]).toBeGreaterThan(0);
    });
  });

  it('is nothing where there was nothing, passes NaN on, and is the same to the last bit again', () => {
    tf.tidy(() => {
      expect(orthogonal(tf.zeros([5, 9]), kernels).dataSync()).toEqual(new Float32Array(45));
      const spoiled: tf.Tensor2D = matrix(20, 30, 1).mul(tf.fill([20, 30], NaN));
      expect(orthogonal(spoiled, kernels).dataSync().every(Number.isNaN)).toBe(true);
      const x = matrix(70, 33, 2);
      expect(orthogonal(x, kernels).dataSync()).toEqual(orthogonal(x, kernels).dataSync());
    });
  });
});

describe.each(shared)('tiles that several threads share (%s)', (_, change, batch) => {
  afterEach(() => {
    setKernelThreads(1);
  });
  const gpt = { ...small, ...change };
  const shape = { gpt, batch, length: gpt.seqLength, weighted: true, seed: 7 };
  const layout = gptLayout(gpt);
  const theta = someTheta(layout, 7);
  const on = (threads: number): Outcome => {
    setKernelThreads(threads);
    return outcome('auto', shape, theta);
  };

  it('give the same: each row to the last bit, sums over rows but for rounding', () => {
    const one = on(1);
    for (const threads of [2, 3, 5]) {
      const several = on(threads);
      expect(several.nll).toEqual(one.nll);
      expectNear(layout, several, one, `${threads} threads`);
      expect(several.gradient).not.toEqual(one.gradient); // they did share
    }
  });

  it('are added up in one order, whichever thread is faster', () => {
    const first = on(3);
    for (let i = 0; i < 10; i++) expect(on(3)).toEqual(first);
  });
});

describe('which models run on the native kernels', () => {
  it.each([
    [{}, true],
    [{ compute: 'bfloat16' as const }, false],
    [{ compute: 'bfloat16-everywhere' as const }, false],
    [{ nHeads: 8 }, false], // heads of 1
    [{ dModel: 65, nHeads: 1 }, false],
    [{ dModel: 516, nHeads: 12 }, false],
    [{ seqLength: 513 }, false],
  ])('%o: %s', (change, native) => {
    expect(onKernels({ ...small, ...change })).toBe(native);
  });

  it('none with KIT_KERNELS=composed, and training is the same but for rounding', () => {
    expect(withKernels('composed', () => onKernels(small))).toBe(false);
    const losses = (kernels: KernelChoice): number[] =>
      withKernels(kernels, () => {
        const theta = initialParameters(gptLayout(small), 1, 6);
        const { tokens, targets } = someBatch({
          ...{ gpt: small, batch: 6, length: 4, weighted: false, seed: 6 },
        });
        const { step } = gptProgram(small, theta, { tokens, targets });
        return Array.from({ length: 20 }, (_, i) => step(i + 1, 1e-3).loss[0]);
      });
    expect(relativeError(losses('auto'), losses('composed'))).toBeLessThan(1e-5);
  });
});
