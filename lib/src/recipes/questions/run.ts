import { useDevice } from '../../engine';
import { type RunContext, type RunOutcome, stepsOf } from '../../experiment';
import { gptParameterCount } from '../../model';
import { type Beside, NOTHING, pretrain } from '../biographies/pretrain';
import { leadOf, type Recall } from '../biographies/recall';
import { type SwapTest, swapTest } from '../biographies/swap';
import { makeWorld, type World } from '../biographies/world';
import { Stages } from '../stages';
import { shownPeople, type ShownPerson } from './answers';
import { askedOf, groupsOf } from './asked';
import { type Method, type QuestionConfig, ratesOf } from './config';
import { finetune, type Finetuned } from './finetune';
import { mixedTraining } from './mixed';
import { type AnswerScores, majorityOf } from './rows';
import { questionStages } from './stages';

/** What one run yields. Shares are between 0 and 1. */
export interface QuestionMeasurements {
  params: number;
  biographies: number;
  pretrainLoss: number; // nats a token, at the end
  recall: Recall; // of the biographies, before any finetuning
  majority: Pick<AnswerScores, 'accuracy' | 'byAttribute'>; // always the same answer, held-out people
  full: Finetuned | null; // all parameters finetuned
  lora: Finetuned | null;
  mixed: Pick<Finetuned, 'training' | 'heldOut'> | null; // questions from the start
  swap?: SwapTest; // of the pretrained model, where it was asked for
  shown: ShownPerson[]; // some people's answers: of full finetuning, or of mixed training
}

/** Nothing beside the biographies, and at the end the swap test if the configuration has it. */
function alone(config: QuestionConfig, world: World): Beside<{ swap?: SwapTest }> {
  const { swapped: count, seed } = config;
  const lead = leadOf(config);
  return {
    ...NOTHING,
    after: (program, length) =>
      count > 0 ? { swap: swapTest(program, world, { count, lead, length, seed }) } : {},
  };
}

/** Pretrains one model on biographies and asks it about people whose questions it never saw. */
export async function runQuestions(
  config: QuestionConfig,
  context: RunContext,
): Promise<RunOutcome<QuestionMeasurements>> {
  useDevice(context.device);
  const world = makeWorld(config);
  const groups = groupsOf(config);
  const asked = askedOf(config, world, groups);
  const trained = new Set([...groups.fit, ...groups.validation]);
  const stages = new Stages(context, stepsOf(questionStages(config)), JSON.stringify(config));
  const model =
    config.training === 'mixed'
      ? { ...(await mixedTraining(config, world, asked, stages)), swap: undefined }
      : {
          ...(await pretrain(config, world, stages, alone(config, world))),
          scores: null,
          said: [],
        };
  const { curves, swap } = model;
  const finetuned: Record<Method, Finetuned | null> = { full: null, lora: null };
  let { said } = model;
  for (const method of ['full', 'lora'] as const) {
    if (ratesOf(method, config).length === 0) continue;
    const done = await finetune(method, config, world, model.theta, asked, stages);
    finetuned[method] = done.result;
    Object.assign(curves, done.curves);
    if (method === 'full') said = done.said;
  }
  return {
    measurements: {
      params: gptParameterCount(world.gpt),
      biographies: world.biographies.length,
      pretrainLoss: model.finalLoss,
      recall: model.recall,
      majority: majorityOf(Array.from(groups.heldOut, (i) => world.people[i])),
      ...finetuned,
      mixed: model.scores,
      ...(swap && { swap }),
      shown: shownPeople(world.people, asked.shown, said, (person) => trained.has(person)),
    },
    curves,
    engine: model.engine,
  };
}
