import * as tf from '@tensorflow/tfjs';
import { makeQuestions } from '../../datasets';
import { createProgram } from '../../engine';
import { gptLayout } from '../../model';
import { adamWDefaults, schedule, trainingProgram } from '../../training';
import {
  feedsOf,
  likeliestMeasurement,
  rowInputs,
  rowLoss,
} from '../../recipes/biographies/model-calls';
import { leadOf } from '../../recipes/biographies/recall';
import { endlessOrder, pickRows, type World } from '../../recipes/biographies/world';
import { ANSWERS, QUESTION_ROWS, scoreAnswers } from '../../recipes/questions/answers';
import {
  type AnswerScores,
  longestQuestion,
  questionRows,
  type QuestionRows,
} from '../../recipes/questions/rows';
import type { Stages } from '../../recipes/stages';
import type { ProbingConfig } from './config';
import type { FrozenModel } from './groups';

/** Exact match after finetuning on questions. */
export interface AskedScores {
  training: AnswerScores; // the people whose questions were trained, who train the probes too
  heldOut: AnswerScores; // the people who test the probes
}

const WARMUP = 0.05; // share of the steps

/**
 * Finetunes all parameters of a pretrained model on the questions about the probes' training people
 * and asks it about their test people; null without `qaSteps`, and for a random model.
 */
export async function askQuestions(
  config: ProbingConfig,
  model: FrozenModel,
  people: { train: Int32Array; test: Int32Array },
  stages: Stages,
): Promise<AskedScores | null> {
  const steps = qaSteps(config);
  if (steps === 0) return null;
  const { gpt } = model.world;
  const { training, heldOut } = questionsAbout(people, model.world, config);
  const { length } = training.rows;
  const { qaBatch: batch, qaLearningRate: peak, beta1, beta2, epsilon, clipNorm } = config;
  const optimizer = { ...adamWDefaults, beta1, beta2, epsilon, clipNorm };
  const spec = trainingProgram(
    {
      layout: gptLayout(gpt),
      theta: model.theta,
      batch: rowInputs(batch, length),
      loss: (p, rows) => rowLoss(p, rows, gpt),
      measurements: { [ANSWERS]: likeliestMeasurement(QUESTION_ROWS, length, gpt) },
    },
    optimizer,
  );
  const program = createProgram(spec);
  tf.dispose(spec.state);
  try {
    const next = endlessOrder(training.rows.rows, config.seed, 'question-order');
    const warmup = Math.round(WARMUP * steps);
    await stages.train('questions', program, {
      steps,
      optimizer,
      learningRate: schedule({ shape: 'cosine', peak, steps, warmup, final: WARMUP }),
      batch: (step) => feedsOf(pickRows(training.rows, next(step * batch, batch))),
    });
    return {
      training: scoreAnswers(program, training),
      heldOut: scoreAnswers(program, heldOut),
    };
  } finally {
    program.dispose();
  }
}

/** Steps of the finetuning that a run makes. */
export const qaSteps = ({ model, qaSteps: steps }: ProbingConfig): number =>
  model === 'random' ? 0 : steps;

function questionsAbout(
  people: { train: Int32Array; test: Int32Array },
  world: World,
  config: ProbingConfig,
): { training: QuestionRows; heldOut: QuestionRows } {
  const all = makeQuestions(world.people);
  const lead = leadOf(config);
  const length = longestQuestion(all) + lead.length;
  const about = (indices: Int32Array): QuestionRows => {
    const wanted = new Set(indices);
    const chosen = all.filter(({ person }) => wanted.has(person));
    return questionRows(chosen, world.tokenizer, lead, length);
  };
  return { training: about(people.train), heldOut: about(people.test) };
}
