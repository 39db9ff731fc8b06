import type { GptConfig } from '../../model';
import { adamWOf } from '../../training';
import { scoreAnswers } from '../questions/answers';
import { questionsAbout } from '../questions/asked';
import { withFinetuner } from '../questions/finetune';
import type { AnswerScores, QuestionRows } from '../questions/rows';
import { type AskConfig, questionSteps } from './config';
import type { Probing } from './groups';

/** Exact match after finetuning on questions. */
export interface AskedScores {
  training: AnswerScores; // the people whose questions were trained, who train the probes too
  heldOut: AnswerScores; // the people who test the probes
}

const WARMUP = 0.05; // share of the steps
const FINAL = 0.05; // last rate over the peak

/** A pretrained model that is finetuned on questions. */
export type Asking = Pick<Probing<AskConfig>, 'config' | 'theta' | 'stages'> & { gpt: GptConfig };

/**
 * Finetunes all parameters of a pretrained model on questions, in a stage of this name and always from
 * the beginning, and asks it others.
 */
export function askAfter(
  name: string,
  training: QuestionRows,
  tests: readonly QuestionRows[],
  { config, theta, gpt, stages }: Asking,
): Promise<{ training: AnswerScores; tests: AnswerScores[] }> {
  const { qaSteps: steps, qaBatch: batch, qaLearningRate: rate, seed } = config;
  const optimizer = { ...adamWOf(config), weightDecay: 0 };
  const warmup = Math.round(WARMUP * steps);
  const { length } = training.rows;
  const options = { gpt, base: theta, optimizer, steps, warmup, final: FINAL, batch, length, seed };
  return withFinetuner({ ...options, stages }, async ({ program, train }) => {
    await train(name, training, rate);
    stages.keepModel(name, program);
    return {
      training: scoreAnswers(program, training),
      tests: tests.map((others) => scoreAnswers(program, others)),
    };
  });
}

/**
 * The same on the questions about the probes' training people, asked about their test people; null
 * without `qaSteps`, and for a random model.
 */
export async function askProbed(probing: Probing): Promise<AskedScores | null> {
  const { config, world, people } = probing;
  if (questionSteps(config) === 0) return null;
  const about = questionsAbout(config, world);
  const asking = { ...probing, gpt: world.gpt };
  const tests = [about(people.test)];
  const asked = await askAfter('questions', about(people.train), tests, asking);
  return { training: asked.training, heldOut: asked.tests[0] };
}
