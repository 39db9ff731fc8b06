import * as tf from '@tensorflow/tfjs';
import { wordRows } from '../../datasets';
import { createProgram, engineRecord } from '../../engine';
import { gptLayout, gptLoss, initialParameters, layoutSize } from '../../model';
import { trainingProgram } from '../../training';
import { exposuresAfter } from '../../recipes/biographies/config';
import { likeliestMeasurement, rowInputs } from '../../recipes/biographies/model-calls';
import {
  curveSteps,
  finalLossOf,
  type Pretrained,
  pretrainOptimizer,
  pretrainSchedule,
  RECALL_ROWS,
} from '../../recipes/biographies/pretrain';
import { leadOf, recallClozes, recallOf } from '../../recipes/biographies/recall';
import { endlessOrder, pickRows, type World } from '../../recipes/biographies/world';
import type { Curve } from '../old-finding';
import type { Stages } from '../../recipes/stages';
import { ANSWERS, QUESTION_ROWS, type SaidAnswer, sayAnswers, scoreAnswers } from './answers';
import type { BiographiesQaConfig } from './config';
import type { Asked, Finetuned } from './finetune';

const CURVE_POINTS = 12;

/** Questions beside the biographies of a batch, so that they are `questionShare` of all its rows. */
export function questionsPerStep({ batchSize, questionShare }: BiographiesQaConfig): number {
  return Math.max(1, Math.round((batchSize * questionShare) / (1 - questionShare)));
}

/**
 * Training on biographies and the training people's questions together, from the start: every step
 * sees both, and every token of both counts alike. Source: Allen-Zhu & Li 2023, section 3.
 */
export async function mixedTraining(
  config: BiographiesQaConfig,
  world: World,
  asked: Asked,
  stages: Stages,
): Promise<
  Pretrained & {
    scores: Pick<Finetuned, 'training' | 'heldOut'>;
    said: SaidAnswer[];
    curves: Record<string, Curve>;
  }
> {
  const { gpt, tokenizer, rowLength } = world;
  const lead = leadOf(config);
  const layout = gptLayout(gpt);
  const optimizer = pretrainOptimizer(config);
  const nQuestions = questionsPerStep(config);
  const { length: questionLength } = asked.training.rows;
  const questions = wordRows(
    asked.training.questions.map(({ words, answer }) => [...lead, ...words, ...answer]),
    tokenizer,
    questionLength,
  );
  const { whole, some } = recallClozes(world, lead);
  const { length } = whole.rows;
  const asks = rowInputs(nQuestions, questionLength);
  const spec = trainingProgram(
    {
      layout,
      theta: initialParameters(layout, gpt.nLayers, config.seed),
      batch: {
        ...rowInputs(config.batchSize, rowLength),
        questionTokens: asks.tokens,
        questionTargets: asks.targets,
        questionWeights: asks.weights,
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
        recall: likeliestMeasurement(RECALL_ROWS, length, gpt),
        [ANSWERS]: likeliestMeasurement(QUESTION_ROWS, questionLength, gpt),
      },
    },
    optimizer,
  );
  const program = createProgram(spec);
  tf.dispose(spec.state);
  try {
    const next = endlessOrder(questions.rows, config.seed, 'question-order');
    const at = curveSteps(config.pretrainSteps, CURVE_POINTS);
    const curve = { recall: [] as number[], training: [] as number[], heldOut: [] as number[] };
    const losses = await stages.train('mixed', program, {
      steps: config.pretrainSteps,
      optimizer,
      learningRate: pretrainSchedule(config),
      batch(step) {
        const bios = world.batch(step);
        const picked = pickRows(questions, next(step * nQuestions, nQuestions));
        return {
          tokens: bios.tokens,
          targets: bios.targets,
          weights: bios.weights,
          questionTokens: picked.tokens,
          questionTargets: picked.targets,
          questionWeights: picked.weights,
        };
      },
      measure: {
        at,
        size: 3,
        take: () => [
          recallOf(program, 'recall', some, RECALL_ROWS).all,
          scoreAnswers(program, asked.training).accuracy,
          scoreAnswers(program, asked.heldOut).accuracy,
        ],
        onTaken(_, [recall, training, heldOut]) {
          curve.recall.push(recall);
          curve.training.push(training);
          curve.heldOut.push(heldOut);
        },
      },
    });
    const x = at.map((step) => exposuresAfter(step, config));
    const against = (y: number[], yLabel: string): Curve => ({ x, y, xLabel: 'exposures', yLabel });
    return {
      theta: program.read('theta'),
      params: layoutSize(layout),
      finalLoss: finalLossOf(losses),
      recall: recallOf(program, 'recall', whole, RECALL_ROWS),
      recallCurve: against(curve.recall, 'recall'),
      engine: engineRecord(program),
      scores: {
        training: scoreAnswers(program, asked.training),
        heldOut: scoreAnswers(program, asked.heldOut),
      },
      said: sayAnswers(program, asked.shown, tokenizer),
      curves: {
        mixedTraining: against(curve.training, 'exact match'),
        mixedHeldOut: against(curve.heldOut, 'exact match'),
      },
    };
  } finally {
    program.dispose();
  }
}
