import * as tf from '@tensorflow/tfjs';
import { createProgram, loadTensorFlow } from 'memorization-kit/engine';
import {
  gptLayout,
  gptLogits,
  gptLikeliestTokens,
  type GptConfig,
  initialParameters,
  views,
} from 'memorization-kit/model';
import { beforeAll, describe, expect, it } from 'vitest';

const gpt: GptConfig = {
  vocabSize: 13,
  seqLength: 5,
  dModel: 8,
  nLayers: 1,
  nHeads: 2,
  positions: 'rotary',
  mask: 'causal',
  compute: 'float32',
};
const layout = gptLayout(gpt);
const theta = initialParameters(layout, 1, 3).map((x) => 8 * x);
const ids = Int32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
const wanted = Int32Array.from([2, 3, 4, 5, 0, 7, 8, 12, 10, 11]);

beforeAll(() => {
  loadTensorFlow({ device: 'cpu', threads: 1 });
});

describe.each(['plain', 'eager'] as const)('the likeliest tokens (%s)', (mode) => {
  it('are the largest logits, with the likelihoods of softmax', () => {
    const spec = { shape: [2, 5], dtype: 'int32' as const };
    const program = createProgram(
      {
        state: { theta: tf.tensor1d(theta) },
        functions: {
          predict: {
            inputs: { tokens: spec, targets: spec },
            run: (state, { tokens, targets }) => ({
              outputs: {
                ...gptLikeliestTokens(
                  views(state.theta as tf.Tensor1D, layout),
                  tokens as tf.Tensor2D,
                  targets as tf.Tensor2D,
                  gpt,
                ),
              },
            }),
          },
        },
      },
      mode,
    );
    const { best, bestNll, nll } = program.call('predict', { tokens: ids, targets: wanted });
    program.dispose();
    const logits = tf.tidy(() =>
      gptLogits(
        views(tf.tensor1d(theta), layout),
        tf.tensor2d(ids, [2, 5], 'int32'),
        gpt,
      ).dataSync(),
    );
    for (let i = 0; i < ids.length; i++) {
      const row = Array.from(logits.slice(i * 13, (i + 1) * 13));
      const logSum = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
      expect(best[i]).toBe(row.indexOf(Math.max(...row)));
      expect(bestNll[i]).toBeCloseTo(logSum - Math.max(...row), 4);
      expect(nll[i]).toBeCloseTo(logSum - row[wanted[i]], 4);
    }
  });
});
