import { makeQuestions } from '../../datasets';
import { gptLayout } from '../../model';
import {
  feedsOf,
  likeliestMeasurement,
  rowInputs,
  rowLoss,
} from '../../recipes/biographies/model-calls';
import { leadOf } from '../../recipes/biographies/recall';
import { endlessOrder, pickRows } from '../../recipes/biographies/world';
import type { Probing } from '../../recipes/probes/groups';
import { adamWDefaults, schedule, withTraining } from '../../training';
import { ANSWERS, QUESTION_ROWS, scoreAnswers } from '../biographies-qa/answers';
import {
  type AnswerScores,
  longestQuestion,
  questionRows,
  type QuestionRows,
} from '../biographies-qa/questions';
import type { ProbingConfig } from './config';
import { questionSteps } from './stages';

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
  { theta, world, people, stages }: Probing,
): Promise<AskedScores | null> {
  const steps = questionSteps(config);
  if (steps === 0) return null;
  const { gpt } = world;
  const all = makeQuestions(world.people);
  const lead = leadOf(config);
  const length = longestQuestion(all) + lead.length;
  const about = (persons: Int32Array): QuestionRows => {
    const wanted = new Set(persons);
    const chosen = all.filter(({ person }) => wanted.has(person));
    return questionRows(chosen, world.tokenizer, lead, length);
  };
  const [training, heldOut] = [about(people.train), about(people.test)];
  const { qaBatch: batch, qaLearningRate: peak, beta1, beta2, epsilon, clipNorm } = config;
  const optimizer = { ...adamWDefaults, beta1, beta2, epsilon, clipNorm };
  const task = {
    layout: gptLayout(gpt),
    theta,
    batch: rowInputs(batch, length),
    loss: (p: Parameters<typeof rowLoss>[0], rows: Parameters<typeof rowLoss>[1]) =>
      rowLoss(p, rows, gpt),
    measurements: { [ANSWERS]: likeliestMeasurement(QUESTION_ROWS, length, gpt) },
  };
  return withTraining(task, optimizer, async (program) => {
    const next = endlessOrder(training.rows.rows, config.seed, 'question-order');
    const warmup = Math.round(WARMUP * steps);
    await stages.train('questions', program, {
      steps,
      optimizer,
      learningRate: schedule({ shape: 'cosine', peak, steps, warmup, final: WARMUP }),
      batch: (step) => feedsOf(pickRows(training.rows, next(step * batch, batch))),
    });
    return { training: scoreAnswers(program, training), heldOut: scoreAnswers(program, heldOut) };
  });
}
