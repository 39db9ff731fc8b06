import * as tf from '@tensorflow/tfjs';
import type { Feed } from '../../engine';
import { type Pretrained, type Beside, pretrain } from '../biographies/pretrain';
import { leadOf } from '../biographies/recall';
import type { World } from '../biographies/world';
import { likeliestMeasurement, rowInputs, rowLoss } from '../model-calls';
import { endlessOrder, pickRows } from '../rows';
import type { Stages } from '../stages';
import { ANSWERS, exactMatchOf, QUESTION_ROWS, sayAnswers, scoreAnswers } from './answers';
import type { SaidAnswer } from './answers';
import type { Asked } from './asked';
import { type QuestionConfig, questionsPerStep } from './config';
import type { Finetuned } from './finetune';
import { wholeRows } from './rows';

/** What a model that learned biographies and questions together answers. */
export interface MixedAnswers {
  scores: Pick<Finetuned, 'training' | 'heldOut'>;
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
  const { length } = asked.training.rows;
  const questions = wholeRows(asked.training.questions, tokenizer, leadOf(config), length);
  const next = endlessOrder(questions.rows, config.seed, 'question-order');
  const beside: Beside<MixedAnswers> = {
    name: 'mixed',
    kept: 'mixed',
    points: 12,
    batch: asQuestions(rowInputs(n, length)),
    measurements: { [ANSWERS]: likeliestMeasurement(QUESTION_ROWS, length, gpt) },
    loss(p, batch, biographies) {
      const { questionTokens: tokens, questionTargets: targets, questionWeights: weights } = batch;
      const told = batch.weights.sum();
      const share = told.div(told.add(weights.sum()));
      const question = rowLoss(p, { tokens, targets, weights }, gpt);
      return biographies.mul(share).add(question.mul(tf.sub(1, share)));
    },
    feeds: (step) => asQuestions<Feed>(pickRows(questions, next(step * n, n))),
    track: (program) => ({
      mixedTraining: exactMatchOf(program, asked.training),
      mixedHeldOut: exactMatchOf(program, asked.heldOut),
    }),
    after: (program) => ({
      scores: {
        training: scoreAnswers(program, asked.training),
        heldOut: scoreAnswers(program, asked.heldOut),
      },
      said: sayAnswers(program, asked.shown, tokenizer),
    }),
  };
  return pretrain(config, world, stages, beside);
}
