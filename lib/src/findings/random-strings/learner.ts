import * as tf from '@tensorflow/tfjs';
import { createProgram, type Program } from '../../engine';
import { type LetterMeasures, mean, recollection, type Recollection } from '../../measure';
import { promptedPairs } from '../../datasets';
import { gptLayout, gptLogits, gptLoss, layoutSize, predictionMeasures } from '../../model';
import { type AdamWOptions, adamWDefaults, biasCorrections, STEP } from '../../training';
import { trainingProgram } from '../../training';
import { gptConfigOf, type RandomStringsConfig } from './config';

/** A model that can be shown strings and asked to recite them. */
export interface Learner {
  program: Program;
  params: number;
  /**
   * One update on one string; `epoch` counts from 0 since the optimizer was fresh. Gives `loss` (nats)
   * and `gradientNorm`, not looked at.
   */
  show(string: Int32Array, epoch: number): Record<string, Float32Array>;
  /** Forgets the moments of the optimizer. */
  freshOptimizer(): void;
  /** Measures of each letter of each string, given BOS and the true letters before it. */
  recite(strings: readonly Int32Array[]): LetterMeasures[];
  dispose(): void;
}

const MOST_LOGITS = 1 << 25; // values of one evaluation call, which bounds its memory

export function optimizerOf({ beta1, beta2, clipNorm }: RandomStringsConfig): AdamWOptions {
  return { ...adamWDefaults, beta1, beta2, clipNorm };
}

/**
 * @param theta [P], initial parameters
 * @param reference [vocabSize], the distribution of the letters
 * @param rows how many strings are usually recited at once
 */
export function makeLearner(
  config: RandomStringsConfig,
  theta: Float32Array,
  reference: Float32Array,
  rows: number,
): Learner {
  const gpt = gptConfigOf(config);
  const layout = gptLayout(gpt);
  const optimizer = optimizerOf(config);
  const { length, vocabSize, learningRate } = config;
  const most = Math.max(1, Math.floor(MOST_LOGITS / (length * vocabSize)));
  const perCall = Math.min(rows, most);
  const pairs = (n: number) => ({
    tokens: { shape: [n, length], dtype: 'int32' as const },
    targets: { shape: [n, length], dtype: 'int32' as const },
  });
  const spec = trainingProgram(
    {
      layout,
      theta,
      batch: pairs(1),
      loss: (p, { tokens, targets }) =>
        gptLoss(p, tokens as tf.Tensor2D, targets as tf.Tensor2D, null, gpt),
      measurements: {
        recite: {
          inputs: pairs(perCall),
          run(p, { tokens, targets }) {
            const logits = gptLogits(p, tokens as tf.Tensor2D, gpt);
            return predictionMeasures(
              logits.reshape([perCall * length, vocabSize]),
              targets.flatten(),
              tf.tensor1d(reference),
            );
          },
        },
      },
    },
    optimizer,
  );
  const program = createProgram(spec);
  tf.dispose(spec.state);
  const zeros = new Float32Array(theta.length);
  return {
    program,
    params: layoutSize(layout),
    show(string, epoch) {
      return program.call(STEP, {
        ...promptedPairs([string]),
        learningRate,
        ...biasCorrections(epoch + 1, optimizer),
      });
    },
    freshOptimizer() {
      program.write('m', zeros);
      program.write('v', zeros);
    },
    recite(strings) {
      const results: LetterMeasures[] = [];
      for (let start = 0; start < strings.length; start += perCall) {
        const part = strings.slice(start, start + perCall);
        const filled = [...part, ...Array<Int32Array>(perCall - part.length).fill(part[0])];
        const measured = program.call('recite', promptedPairs(filled));
        part.forEach((_, row) => {
          const of = (name: string): Float32Array =>
            measured[name].subarray(row * length, (row + 1) * length);
          results.push({
            correct: of('correct'),
            nll: of('nll'),
            mass: of('mass'),
            entropy: of('entropy'),
            divergence: of('divergence'),
          });
        });
      }
      return results;
    },
    dispose: () => program.dispose(),
  };
}

/** Means over all letters of several strings. */
export function meanRecollection(strings: readonly LetterMeasures[]): Recollection {
  const each = strings.map((letters) => recollection(letters, 0, letters.correct.length));
  const over = (key: keyof Recollection): number => mean(each.map((one) => one[key]));
  return {
    accuracy: over('accuracy'),
    loss: over('loss'),
    mass: over('mass'),
    entropy: over('entropy'),
    divergence: over('divergence'),
  };
}
