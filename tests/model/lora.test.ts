import * as tf from '@tensorflow/tfjs';
import { createProgram, loadTensorFlow, randomStream, readValues } from 'memorization-kit/engine';
import {
  gptLayout,
  gptLogits,
  gptLoss,
  initialLora,
  initialParameters,
  layoutSize,
  lossAndGradient,
  loraLayout,
  type LoraOptions,
  type ParameterViews,
  parameterSlice,
  validateLoraOptions,
  views,
  withLora,
} from 'memorization-kit/model';
import { adamWDefaults, schedule, train, trainingProgram } from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { smallGpt } from './fixture';

const positions = 'rotary' as const;
const gpt = { ...smallGpt, vocabSize: 11, seqLength: 6, nLayers: 2, positions };
const options: LoraOptions = { rank: 2, embeddingRank: 3, alpha: 4 };
const baseLayout = gptLayout(gpt);
const layout = loraLayout(gpt, options);
const base = initialParameters(baseLayout, gpt.nLayers, 1);
const ids = Int32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 3]);

/** Factors of which none is zero. */
function someFactors(seed: number): Float32Array {
  const stream = randomStream(seed, 'factors');
  return Float32Array.from({ length: layoutSize(layout) }, () => 0.3 * stream.normal());
}

const tokens = (): tf.Tensor2D => tf.tensor2d(ids, [2, 6], 'int32');
const targets = (): tf.Tensor2D => tf.tensor2d(ids.slice().reverse(), [2, 6], 'int32');

const frozen = () => views(tf.tensor1d(base), baseLayout);
const adapted = (factors: Float32Array) =>
  withLora(frozen(), views(tf.tensor1d(factors), layout), gpt, options);
const logitsOf = (p: () => ParameterViews) =>
  readValues(() => ({ logits: gptLogits(p(), tokens(), gpt) })).logits;

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

describe('LoRA', () => {
  it('starts as the model it adapts: the same logits', () => {
    const plain = logitsOf(frozen);
    expect(logitsOf(() => adapted(initialLora(layout, 1)))).toEqual(plain);
    expect(logitsOf(() => adapted(someFactors(1)))).not.toEqual(plain);
  });

  it('has r (V + d) parameters for the embedding and 4 r d a layer for q and v', () => {
    expect(layoutSize(layout)).toBe(3 * (11 + 8) + 2 * 4 * 2 * 8);
    expect(layoutSize(loraLayout(gpt, { ...options, embeddingRank: 0 }))).toBe(128);
    expect(layoutSize(loraLayout(gpt, { ...options, rank: 0 }))).toBe(57);
  });

  it('adds (alpha / r) A B to W_q, W_v and the embedding, and leaves W_k alone', () => {
    const factors = someFactors(2);
    const of = (name: string) => parameterSlice(factors, layout, name);
    const product = (name: string, rows: number, r: number) => (i: number, j: number) => {
      const [a, b] = [of(`lora.${name}.A`), of(`lora.${name}.B`)];
      expect(a).toHaveLength(rows * r);
      let sum = 0;
      for (let k = 0; k < r; k++) sum += a[i * r + k] * b[k * gpt.dModel + j];
      return (options.alpha / r) * sum;
    };
    const p = adapted(factors);
    const [qkv, wte] = [p['h1.attn.qkv.weight'].dataSync(), p.wte.dataSync()];
    const before = parameterSlice(base, baseLayout, 'h1.attn.qkv.weight');
    const [q, v, e] = [product('h1.q', 8, 2), product('h1.v', 8, 2), product('wte', 11, 3)];
    const added = (i: number, j: number) => qkv[i * 24 + j] - before[i * 24 + j];
    expect(added(3, 5)).toBeCloseTo(q(3, 5), 5);
    expect(added(3, 8 + 5)).toBe(0);
    expect(added(3, 16 + 5)).toBeCloseTo(v(3, 5), 5);
    const embedded = parameterSlice(base, baseLayout, 'wte');
    expect(wte[10 * 8 + 2] - embedded[10 * 8 + 2]).toBeCloseTo(e(10, 2), 5);
  });

  it('has the gradient that finite differences find', () => {
    const factors = someFactors(3);
    const lossOf = (theta: Float32Array) =>
      readValues(() => {
        const model = frozen();
        return lossAndGradient(tf.tensor1d(theta), layout, (lora) =>
          gptLoss(withLora(model, lora, gpt, options), tokens(), targets(), null, gpt),
        );
      });
    const { gradient } = lossOf(factors);
    const stream = randomStream(4, 'direction');
    // along random directions: a single entry's difference would drown in float32
    for (let trial = 0; trial < 5; trial++) {
      const direction = Float32Array.from(factors, () => stream.normal());
      const moved = (h: number) => Float32Array.from(factors, (x, i) => x + h * direction[i]);
      const h = 2e-3;
      const slope = (lossOf(moved(h)).loss[0] - lossOf(moved(-h)).loss[0]) / (2 * h);
      const expected = gradient.reduce((sum, g, i) => sum + g * direction[i], 0);
      expect(slope).toBeCloseTo(expected, 2);
      expect(Math.abs(slope - expected)).toBeLessThan(0.02 * Math.abs(expected) + 2e-3);
    }
  });

  it('trains its factors alone, and lowers the loss', async () => {
    const theta = initialLora(layout, 1);
    const rows = { shape: [2, 6], dtype: 'int32' as const };
    const spec = trainingProgram(
      {
        layout,
        theta,
        frozen: { layout: baseLayout, theta: base },
        batch: { tokens: rows, targets: rows },
        loss: (lora, batch, frozen) =>
          gptLoss(
            withLora(frozen, lora, gpt, options),
            batch.tokens as tf.Tensor2D,
            batch.targets as tf.Tensor2D,
            null,
            gpt,
          ),
      },
      adamWDefaults,
    );
    const program = createProgram(spec, 'plain');
    const losses = await train(program, {
      steps: 60,
      optimizer: adamWDefaults,
      learningRate: schedule({ shape: 'constant', peak: 0.02, steps: 60, warmup: 5, final: 1 }),
      batch: () => ({ tokens: ids, targets: ids.slice().reverse() }),
    });
    expect(losses[59]).toBeLessThan(0.7 * losses[0]);
    expect(program.read('frozen')).toEqual(base);
    expect(program.read('theta')).not.toEqual(theta);
    program.dispose();
  });
});

describe('LoRA refuses', () => {
  it.each([
    [{ rank: 0, embeddingRank: 0 }, /trains nothing/],
    [{ rank: 9 }, /above dModel \(8\)/],
    [{ alpha: 0 }, /alpha/],
    [{ rank: 1.5 }, /rank must be a whole number/],
  ])('%o', (change, message) => {
    expect(() => validateLoraOptions({ ...options, ...change }, gpt)).toThrow(message);
  });
});
