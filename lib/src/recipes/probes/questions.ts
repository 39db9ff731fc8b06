import { adamWOf } from '../../training';
import { scoreAnswers } from '../questions/answers';
import { questionsAbout } from '../questions/asked';
import { withFinetuner } from '../questions/finetune';
import type { AnswerScores } from '../questions/rows';
import { questionSteps } from './config';
import type { Probing } from './groups';

/** Exact match after finetuning on questions. */
export interface AskedScores {
  training: AnswerScores; // the people whose questions were trained, who train the probes too
  heldOut: AnswerScores; // the people who test the probes
}

const WARMUP = 0.05; // share of the steps
const FINAL = 0.05; // last rate over the peak

/**
 * Finetunes all parameters of a pretrained model on the questions about the probes' training people
 * and asks it about their test people; null without `qaSteps`, and for a random model.
 */
export async function askProbed(probing: Probing): Promise<AskedScores | null> {
  const { config, theta, world, people, stages } = probing;
  const steps = questionSteps(config);
  if (steps === 0) return null;
  const about = questionsAbout(config, world);
  const [training, heldOut] = [about(people.train), about(people.test)];
  const { qaBatch: batch, qaLearningRate: rate, seed } = config;
  const optimizer = { ...adamWOf(config), weightDecay: 0 };
  const warmup = Math.round(WARMUP * steps);
  const { length } = training.rows;
  return withFinetuner(
    {
      gpt: world.gpt,
      base: theta,
      optimizer,
      steps,
      warmup,
      final: FINAL,
      batch,
      length,
      seed,
      stages,
    },
    async ({ program, train }) => {
      await train('questions', training, rate);
      stages.keepModel('questions', program);
      return { training: scoreAnswers(program, training), heldOut: scoreAnswers(program, heldOut) };
    },
  );
}
