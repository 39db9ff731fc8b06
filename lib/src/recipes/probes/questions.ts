import type { GptConfig } from '../../model';
import { adamWOf } from '../../training';
import { scoreEach } from '../questions/answers';
import { questionsAbout } from '../questions/asked';
import { withFinetuner } from '../questions/finetune';
import type { AnswerScores, AskedScores, QuestionRows } from '../questions/rows';
import { type AskConfig, questionSteps } from './config';
import type { Probing } from './groups';

const WARMUP = 0.05; // share of the steps
const FINAL = 0.05; // last rate over the peak

/** A pretrained model that is finetuned on questions. */
export type Asking = Pick<Probing<AskConfig>, 'config' | 'theta' | 'stages'> & { gpt: GptConfig };

/**
 * Finetunes all parameters of a pretrained model on the `training` questions, in a stage of this name
 * and always from the beginning, and asks it them and all others.
 */
export function askAfter<K extends string>(
  name: string,
  asked: Record<K | 'training', QuestionRows>,
  { config, theta, gpt, stages }: Asking,
): Promise<Record<K | 'training', AnswerScores>> {
  const { qaSteps: steps, qaBatch: batch, qaLearningRate: rate, seed } = config;
  const optimizer = { ...adamWOf(config), weightDecay: 0 };
  const decay = { steps, warmup: Math.round(WARMUP * steps), final: FINAL };
  const { length } = asked.training.rows;
  return withFinetuner(
    { gpt, base: theta, optimizer, ...decay, batch, length, seed, stages },
    async ({ program, train }) => {
      await train(name, asked.training, rate);
      stages.keepModel(name, program);
      return scoreEach(program, asked);
    },
  );
}

/**
 * The same on the questions about the probes' training people, asked about their test people; null
 * without `qaSteps`, and for a random model.
 */
export async function askProbed(probing: Probing): Promise<AskedScores | null> {
  const { config, world, people } = probing;
  if (questionSteps(config) === 0) return null;
  const about = questionsAbout(config, world);
  const asked = { training: about(people.train), heldOut: about(people.test) };
  return askAfter('questions', asked, { ...probing, gpt: world.gpt });
}
