import * as tf from '@tensorflow/tfjs';
import type { Feed } from '../../engine';
import { type Pretrained, type Beside, pretrain } from '../biographies/pretrain';
import type { World } from '../biographies/world';
import { likeliestMeasurement, rowInputs, rowLoss } from '../model-calls';
import { endlessOrder, pickRows } from '../rows';
import type { Stages } from '../stages';
import { ANSWERS, exactMatchAlong, QUESTION_ROWS, scoreEach } from './answers';
import { type SaidAnswer, sayAnswers } from './answers';
import type { Asked } from './asked';
import { type QuestionConfig, questionsPerStep } from './config';
import type { AskedScores } from './rows';

/** What a model that learned biographies and questions together answers. */
export interface MixedAnswers {
  scores: AskedScores;
  said: SaidAnswer[];
}

/** The rows of questions beside those of biographies, in the inputs of a step. */
const asQuestions = <T>({
  tokens,
  targets,
  weights,
}: Record<'tokens' | 'targets' | 'weights', T>) => ({
  questionTokens: tokens,
  questionTargets: targets,
  questionWeights: weights,
});

/**
 * Training on biographies and the training people's questions together, from the start: every step
 * sees both, and every token of both counts alike. Source: Allen-Zhu & Li 2023, section 3.
 */
export function mixedTraining(
  config: QuestionConfig,
  world: World,
  asked: Asked,
  stages: Stages,
): Promise<Pretrained & MixedAnswers> {
  const { gpt, tokenizer } = world;
  const n = questionsPerStep(config);
  const { rows } = asked.training;
  const counts = Float32Array.from(rows.targets, (id) => Number(id !== tokenizer.padId));
  const questions = { ...rows, weights: counts }; // not of the answers alone
  const next = endlessOrder(questions.rows, config.seed, 'question-order');
  const beside: Beside<MixedAnswers> = {
    name: 'mixed',
    kept: 'mixed',
    points: 12,
    batch: asQuestions(rowInputs(n, rows.length)),
    measurements: { [ANSWERS]: likeliestMeasurement(QUESTION_ROWS, rows.length, gpt) },
    loss(p, batch, biographies) {
      const { questionTokens: tokens, questionTargets: targets, questionWeights: weights } = batch;
      const told = batch.weights.sum();
      const share = told.div(told.add(weights.sum()));
      const question = rowLoss(p, { tokens, targets, weights }, gpt);
      return biographies.mul(share).add(question.mul(tf.sub(1, share)));
    },
    feeds: (step) => asQuestions<Feed>(pickRows(questions, next(step * n, n))),
    track: (program) => exactMatchAlong(program, 'mixed', asked),
    after: (program) => ({
      scores: scoreEach(program, { training: asked.training, heldOut: asked.heldOut }),
      said: sayAnswers(program, asked.shown, tokenizer),
    }),
  };
  return pretrain(config, world, stages, beside);
}
