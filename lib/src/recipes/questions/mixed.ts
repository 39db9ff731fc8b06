import * as tf from '@tensorflow/tfjs';
import type { Feed } from '../../engine';
import type { Curve } from '../../experiment';
import { gptLayout, gptLoss, initialParameters } from '../../model';
import { type TrainingTask, withTraining } from '../../training';
import { feedsOf, likeliestMeasurement, rowInputs } from '../biographies/model-calls';
import {
  type Pretrained,
  pretrainedOf,
  pretrainOptimizer,
  pretrainSchedule,
  trackExposures,
} from '../biographies/pretrain';
import { leadOf, recallClozes, recallMeasurement, recallOf } from '../biographies/recall';
import { endlessOrder, pickRows, type World } from '../biographies/world';
import type { Stages } from '../stages';
import { ANSWERS, QUESTION_ROWS, type SaidAnswer, sayAnswers, scoreAnswers } from './answers';
import type { Asked } from './asked';
import { type QuestionConfig, questionsPerStep } from './config';
import type { Finetuned } from './finetune';
import { type QuestionRows, wholeRows } from './rows';

/** A model that learned biographies and questions together. */
export interface Mixed extends Pretrained {
  scores: Pick<Finetuned, 'training' | 'heldOut'>;
  said: SaidAnswer[];
  curves: Record<string, Curve>;
}

const CURVE_POINTS = 12;

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
): Promise<Mixed> {
  const { gpt, tokenizer, rowLength } = world;
  const lead = leadOf(config);
  const layout = gptLayout(gpt);
  const optimizer = pretrainOptimizer(config);
  const nQuestions = questionsPerStep(config);
  const { length } = asked.training.rows;
  const questions = wholeRows(asked.training.questions, tokenizer, lead, length);
  const { whole, some } = recallClozes(world, lead);
  const task: TrainingTask = {
    layout,
    theta: initialParameters(layout, gpt.nLayers, config.seed),
    batch: {
      ...rowInputs(config.batchSize, rowLength),
      ...asQuestions(rowInputs(nQuestions, length)),
    },
    loss(p, batch) {
      const b = batch as Record<string, tf.Tensor2D>;
      const told = b.weights.sum();
      const total = told.add(b.questionWeights.sum());
      const bio = gptLoss(p, b.tokens, b.targets, b.weights, gpt);
      const question = gptLoss(p, b.questionTokens, b.questionTargets, b.questionWeights, gpt);
      const bioShare = told.div(total);
      return bio.mul(bioShare).add(question.mul(tf.sub(1, bioShare)));
    },
    measurements: {
      ...recallMeasurement(whole, gpt),
      [ANSWERS]: likeliestMeasurement(QUESTION_ROWS, length, gpt),
    },
  };
  return withTraining(task, optimizer, async (program) => {
    const next = endlessOrder(questions.rows, config.seed, 'question-order');
    const exactMatch = (of: QuestionRows) => ({
      yLabel: 'exact match',
      take: () => scoreAnswers(program, of).accuracy,
    });
    const { measure, curves } = trackExposures(config, CURVE_POINTS, {
      recall: { yLabel: 'recall', take: () => recallOf(program, some).all },
      mixedTraining: exactMatch(asked.training),
      mixedHeldOut: exactMatch(asked.heldOut),
    });
    const losses = await stages.train('mixed', program, {
      steps: config.pretrainSteps,
      optimizer,
      learningRate: pretrainSchedule(config),
      batch: (step) => ({
        ...feedsOf(world.batch(step)),
        ...asQuestions<Feed>(pickRows(questions, next(step * nQuestions, nQuestions))),
      }),
      measure,
    });
    stages.keepModel('mixed', program);
    const { recall: recallCurve, ...answers } = curves;
    return {
      ...pretrainedOf(program, losses),
      recall: recallOf(program, whole),
      recallCurve,
      scores: {
        training: scoreAnswers(program, asked.training),
        heldOut: scoreAnswers(program, asked.heldOut),
      },
      said: sayAnswers(program, asked.shown, tokenizer),
      curves: answers,
    };
  });
}
