import * as tf from '@tensorflow/tfjs';
import {
  groupsHeads,
  type KernelChoice,
  kernelLevels,
  loadTensorFlow,
  randomStream,
  readValues,
  withKernels,
} from 'memorization-kit/engine';
import {
  type GptConfig,
  gptLayout,
  gptLoss,
  initialParameters,
  lossAndGradient,
} from 'memorization-kit/model';
import { beforeAll, describe, expect, it } from 'vitest';
import { gptProgram, relativeError } from './fixture';

beforeAll(() => {
  loadTensorFlow({ device: 'cpu', threads: 1 });
});

const modelOf = (nHeads: number, headDim: number, seqLength: number): GptConfig => ({
  ...{ vocabSize: 11, seqLength, dModel: nHeads * headDim, nLayers: 1, nHeads },
  ...{ positions: 'learned', mask: 'causal', compute: 'float32' },
});

function gradientOf(gpt: GptConfig, batch: number, kernels: KernelChoice): Float32Array {
  const layout = gptLayout(gpt);
  const stream = randomStream(1, 'tokens');
  const size = batch * gpt.seqLength;
  const tokens = Int32Array.from({ length: size }, () => stream.integer(gpt.vocabSize));
  const { gradient } = withKernels(kernels, () =>
    readValues(() => {
      const ids = tf.tensor2d(tokens, [batch, gpt.seqLength], 'int32');
      // weights much larger than at the start of a training, so that attention is not flat
      const theta = tf.tensor1d(initialParameters(layout, 1, 1).map((x) => 8 * x));
      return lossAndGradient(theta, layout, (p) => gptLoss(p, ids, ids, null, gpt));
    }),
  );
  return gradient;
}

function kernelsOf(gpt: GptConfig, level: KernelChoice): string {
  const theta = initialParameters(gptLayout(gpt), 1, 1);
  const ids = tf.zeros([1, gpt.seqLength], 'int32');
  const { program } = withKernels(level, () =>
    gptProgram(gpt, theta, { tokens: ids, targets: ids }),
  );
  const { kernels } = program;
  program.dispose();
  return kernels;
}

function runs(level: KernelChoice): boolean {
  loadTensorFlow({ device: 'cpu', threads: 1 });
  try {
    return kernelsOf(modelOf(1, 4, 2), level) === 'native';
  } catch {
    return false;
  }
}

describe.each(kernelLevels.filter(runs))('small heads that share a vector (%s)', (level) => {
  it.each([
    ['whole groups', 4, 4, 16, 5],
    ['a group with gaps', 3, 4, 16, 5],
    ['two groups, one with gaps', 5, 2, 9, 4],
    ['channels with gaps', 4, 3, 7, 3],
    ['one token', 8, 2, 1, 6],
    ['the longest sequence', 2, 4, 128, 2],
    ['a longer one, each head for itself', 2, 4, 129, 2],
    ['large heads, each for itself', 2, 16, 12, 2],
  ])('have the gradients of the composed ops: %s', (_, nHeads, headDim, length, batch) => {
    const gpt = modelOf(nHeads, headDim, length);
    const [native, composed] = [level, 'composed' as const].map((k) => gradientOf(gpt, batch, k));
    expect(relativeError(native, composed)).toBeLessThan(1e-5);
    expect(gradientOf(gpt, batch, level)).toEqual(native);
    const grouped = groupsHeads(kernelLevels.indexOf(level), nHeads, headDim, length);
    expect(kernelsOf(gpt, level)).toBe(grouped ? 'native, grouped heads' : 'native');
  });
});

it('heads are grouped where two or more of a whole power of two fill a vector', () => {
  const level = kernelLevels.indexOf('avx512');
  expect(groupsHeads(level, 2, 8, 64)).toBe(true);
  expect(groupsHeads(level, 2, 9, 64)).toBe(false);
  expect(groupsHeads(level, 1, 8, 64)).toBe(false);
  expect(groupsHeads(level, 2, 8, 129)).toBe(false);
  expect(groupsHeads(kernelLevels.indexOf('portable'), 2, 4, 64)).toBe(false);
});
