import * as tf from '@tensorflow/tfjs';
import { type EngineMode, loadTensorFlow } from 'memorization-kit/engine';
import { gptLogits, gptLoss, lossAndGradient, parameterSlice, views } from 'memorization-kit/model';
import { adamWDefaults } from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { batch, fixture, gptConfig, gptProgram, gradientError, layoutOf } from './fixture';
import { relativeError, theta } from './fixture';

const TOLERANCE = 1e-5; // relative to the largest value of a tensor; the reference is float64

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

const { learned, rotary, bidirectional } = fixture.cases;
const trained = { learned, rotary };
const runs: [string, EngineMode][] = [
  ['tensorflow', 'plain'],
  ['tensorflow', 'xla'],
  ['tensorflow', 'eager'],
  ['cpu', 'eager'],
];

describe.each(['tensorflow', 'cpu'])(
  'a GPT on the %s backend computes what PyTorch does',
  (backend) => {
    beforeAll(() => {
      tf.setBackend(backend);
    });

    it.each([
      ['learned', learned, learned.params],
      ['rotary', rotary, rotary.params],
      ['bidirectional', bidirectional, learned.params],
    ])('logits (%s)', (_, c, params) => {
      const layout = layoutOf(c);
      const p = views(tf.tensor1d(theta(params, layout)), layout);
      const logits = gptLogits(p, batch().tokens, gptConfig(c)).dataSync();
      expect(relativeError(logits, c.logits)).toBeLessThan(TOLERANCE);
    });

    it.each(Object.entries(trained))('loss and every named gradient (%s)', (_, c) => {
      const layout = layoutOf(c);
      const { tokens, targets, weights } = batch();
      const { loss, gradient } = lossAndGradient(
        tf.tensor1d(theta(c.params, layout)),
        layout,
        (p) => gptLoss(p, tokens, targets, weights, gptConfig(c)),
      );
      expect(relativeError(loss.dataSync(), [c.loss])).toBeLessThan(TOLERANCE);
      const expected = theta(c.gradients, layout);
      const { name, error } = gradientError(layout, gradient.dataSync<'float32'>(), expected);
      expect(error, name).toBeLessThan(TOLERANCE);
      expect(Object.keys(c.gradients).sort()).toEqual(layout.map(({ name }) => name).sort());
    });
  },
);

describe.each(runs)('ten AdamW steps on the %s backend, %s', (backend, mode) => {
  it.each(Object.entries(trained))('losses and gradient norms (%s)', (_, c) => {
    tf.setBackend(backend);
    const layout = layoutOf(c);
    const { lr, beta1, beta2, eps, weightDecay, clipNorm } = fixture.optimizer;
    const optimizer = { ...adamWDefaults, beta1, beta2, epsilon: eps, weightDecay, clipNorm };
    const start = theta(c.params, layout);
    const { program, step } = gptProgram(gptConfig(c), start, batch(), { optimizer, mode });
    const outputs = c.training.losses.map((_, i) => step(i + 1, lr));
    const losses = outputs.map((o) => o.loss[0]);
    const norms = outputs.map((o) => o.gradientNorm[0]);
    expect(relativeError(losses, c.training.losses)).toBeLessThan(TOLERANCE);
    expect(relativeError(norms, c.training.gradientNorms)).toBeLessThan(TOLERANCE);
    // The loss does not depend on the key biases; Adam turns their rounding noise into steps.
    const final = program.read('theta');
    const kept = layout.flatMap(({ name, shape: [size] }) => {
      const values = Array.from(parameterSlice(final, layout, name));
      return name.endsWith('qkv.bias')
        ? [...values.slice(0, size / 3), ...values.slice((2 * size) / 3)]
        : values;
    });
    const norm = Math.sqrt(kept.reduce((sum, v) => sum + v * v, 0));
    expect(norm / c.training.finalNorm).toBeCloseTo(1, 4);
    program.dispose();
  });
});
