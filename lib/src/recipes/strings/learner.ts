import * as tf from '@tensorflow/tfjs';
import { letterProbabilities, promptedPairs } from '../../datasets';
import type { Program } from '../../engine';
import { gptLogits, predictionMeasures } from '../../model';
import { adamWOf, inChunks, startAgain, type TrainingTask, withTraining } from '../../training';
import { gptTask, pairInputs } from '../model-calls';
import { type StringConfig, stringGpt } from './config';
import type { LetterMeasures } from './recollection';

/** A model that can be shown strings, one at a time, and asked to recite them. */
export interface Learner {
  program: Program;
  params: number;
  /** Forgets the moments of the optimizer. */
  freshOptimizer(): void;
  /** Measures of each letter of each string, given BOS and the true letters before it. */
  recite(strings: readonly Int32Array[]): LetterMeasures[];
}

const MOST_LOGITS = 1 << 25; // values of one evaluation call, which bounds its memory

/**
 * Makes the model of a run for `body`. Rejects as `body` does.
 * @param theta [P], initial parameters
 */
export function withLearner<T>(
  config: StringConfig,
  theta: Float32Array,
  body: (learner: Learner) => Promise<T>,
): Promise<T> {
  const gpt = stringGpt(config);
  const { length, vocabSize, nStrings, nFresh } = config;
  const most = Math.max(1, Math.floor(MOST_LOGITS / (length * vocabSize)));
  const atOnce = Math.min(nStrings + nFresh, most);
  const letters = new Float32Array(vocabSize); // the distribution of the tokens
  letters.set(letterProbabilities(config), 1);
  const task: TrainingTask = {
    ...gptTask(gpt, theta, pairInputs(1, length)),
    measurements: {
      recite: {
        inputs: pairInputs(atOnce, length),
        run: (p, { tokens, targets }) =>
          predictionMeasures(
            gptLogits(p, tokens as tf.Tensor2D, gpt).reshape([atOnce * length, vocabSize]),
            targets.flatten(),
            tf.tensor1d(letters),
          ),
      },
    },
  };
  return withTraining(task, adamWOf(config), (program) =>
    body({
      program,
      params: theta.length,
      freshOptimizer: () => startAgain(program),
      recite(strings) {
        const pairs = promptedPairs(strings);
        const measured = inChunks(program, 'recite', pairs, strings.length, atOnce);
        return strings.map((_, row) => {
          const ofRow = Object.entries(measured).map(([name, values]) => [
            name,
            values.subarray(row * length, (row + 1) * length), // of [strings, length]
          ]);
          return Object.fromEntries(ofRow) as LetterMeasures;
        });
      },
    }),
  );
}
