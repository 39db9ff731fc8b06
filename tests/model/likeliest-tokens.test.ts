import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow } from 'memorization-kit/engine';
import { gptLayout, gptLikeliestTokens, gptLogits } from 'memorization-kit/model';
import { initialParameters, views } from 'memorization-kit/model';
import { beforeAll, describe, expect, it } from 'vitest';
import { outputsOf } from '../engine/one-function';
import { smallGpt } from './fixture';

const gpt = { ...smallGpt, vocabSize: 13, seqLength: 5, positions: 'rotary' as const };
const layout = gptLayout(gpt);
const theta = initialParameters(layout, 1, 3).map((x) => 8 * x);
const ids = Int32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
const wanted = Int32Array.from([2, 3, 4, 5, 0, 7, 8, 12, 10, 11]);

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

describe.each(['plain', 'eager'] as const)('the likeliest tokens (%s)', (mode) => {
  it('are the largest logits, with the likelihoods of softmax', () => {
    const spec = { shape: [2, 5], dtype: 'int32' as const };
    const predict = {
      inputs: { tokens: spec, targets: spec },
      run(_: unknown, { tokens, targets }: Record<string, tf.Tensor>) {
        const p = views(tf.tensor1d(theta), layout);
        const [asked, next] = [tokens as tf.Tensor2D, targets as tf.Tensor2D];
        const logits = gptLogits(p, asked, gpt);
        return { outputs: { logits, ...gptLikeliestTokens(p, asked, next, gpt) } };
      },
    };
    const feeds = { tokens: ids, targets: wanted };
    const { best, bestNll, nll, logits } = outputsOf(mode, predict, feeds);
    for (let i = 0; i < ids.length; i++) {
      const row = Array.from(logits.slice(i * 13, (i + 1) * 13));
      const logSum = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
      expect(best[i]).toBe(row.indexOf(Math.max(...row)));
      expect(bestNll[i]).toBeCloseTo(logSum - Math.max(...row), 4);
      expect(nll[i]).toBeCloseTo(logSum - row[wanted[i]], 4);
    }
  });
});
