import { useDevice } from '../../engine';
import { type RunContext, type RunOutcome, type Stage, stepsOf } from '../../experiment';
import { gptParameterCount } from '../../model';
import { isMasked } from '../biographies/config';
import { type Beside, NOTHING, pretrain, type Pretrained } from '../biographies/pretrain';
import {
  leadOf,
  type Masked,
  maskedClozeOf,
  maskedRecalls,
  type Recall,
  recallOf,
} from '../biographies/recall';
import { type SwapTest, swapTest } from '../biographies/swap';
import { makeWorld, type World } from '../biographies/world';
import { Stages } from '../stages';
import { shownPeople, type ShownPerson } from './answers';
import { askedOf, groupsOf } from './asked';
import { type Method, type QuestionConfig, ratesOf } from './config';
import { finetune, type Finetuned } from './finetune';
import { type MixedAnswers, mixedTraining } from './mixed';
import { type AskedScores, type Majority, majorityOf } from './rows';
import { questionStages } from './stages';

/** What one run yields. Shares are between 0 and 1. */
export interface QuestionMeasurements {
  params: number;
  biographies: number;
  pretrainLoss: number; // nats a token, at the end
  recall: Recall; // of the biographies, before any finetuning
  majority: Majority; // always the same answer, held-out people
  full: Finetuned | null; // all parameters finetuned
  lora: Finetuned | null;
  mixed: AskedScores | null; // questions from the start
  masked?: AskedBefore['masked']; // recall with other words masked, of a model of masked words
  swap?: SwapTest; // of the pretrained model, where it was asked for
  shown: ShownPerson[]; // some people's answers: of full finetuning, or of mixed training
}

/** What a pretrained model is asked beside recall. */
interface AskedBefore {
  swap?: SwapTest;
  masked?: Record<Exclude<Masked, 'value'>, Recall>;
}

/** Nothing beside the biographies, and at the end what the configuration asks. */
function alone(config: QuestionConfig, world: World): Beside<AskedBefore> {
  const { swapped: count, seed } = config;
  const lead = leadOf(config);
  return {
    ...NOTHING,
    track: (program) => (isMasked(config) ? maskedRecalls(world, program) : {}),
    after(program, length) {
      const recall = (masked: Masked) => recallOf(program, maskedClozeOf(world, masked));
      return {
        ...(count > 0 && { swap: swapTest(program, world, { count, lead, length, seed }) }),
        ...(isMasked(config) && {
          masked: { word: recall('word'), 'all values': recall('all values') },
        }),
      };
    },
  };
}

/** A pretrained model, and who is asked about. */
export interface Questioned {
  theta: Float32Array; // [P]
  world: World;
  people: { train: Int32Array; test: Int32Array }; // whose questions are trained, and the others
  stages: Stages;
}

/** Further trainings of a run on the pretrained model, and what they yield. */
export interface Further<T> {
  stages: Stage[];
  run(model: Questioned): Promise<T>;
}

/** Pretrains one model on biographies and asks it about people whose questions it never saw. */
export async function runQuestions<T = object>(
  config: QuestionConfig,
  context: RunContext,
  further: Further<T> = { stages: [], run: () => Promise.resolve({} as T) },
): Promise<RunOutcome<QuestionMeasurements & T>> {
  useDevice(context.device);
  const world = makeWorld(config);
  const groups = groupsOf(config);
  const asked = askedOf(config, world, groups);
  const trained = new Set([...groups.fit, ...groups.validation]);
  const stages = new Stages(
    context,
    stepsOf([...questionStages(config), ...further.stages]),
    JSON.stringify(config),
  );
  const model: Pretrained & Partial<AskedBefore & MixedAnswers> = await (config.training === 'mixed'
    ? mixedTraining(config, world, asked, stages)
    : pretrain(config, world, stages, alone(config, world)));
  const { curves, swap, masked, scores = null } = model;
  const finetuned: Record<Method, Finetuned | null> = { full: null, lora: null };
  let { said = [] } = model;
  for (const method of ['full', 'lora'] as const) {
    if (ratesOf(method, config).length === 0) continue;
    const done = await finetune(method, config, world, model.theta, asked, stages);
    finetuned[method] = done.result;
    Object.assign(curves, done.curves);
    if (method === 'full') said = done.said;
  }
  const people = { train: Int32Array.from(trained), test: groups.heldOut };
  const more = await further.run({ theta: model.theta, world, people, stages });
  return {
    measurements: {
      params: gptParameterCount(world.gpt),
      biographies: world.biographies.length,
      pretrainLoss: model.finalLoss,
      recall: model.recall,
      majority: majorityOf(Array.from(groups.heldOut, (i) => world.people[i])),
      ...finetuned,
      mixed: scores,
      ...(masked && { masked }),
      ...(swap && { swap }),
      shown: shownPeople(world.people, asked.shown, said, (person) => trained.has(person)),
      ...more,
    },
    curves,
    engine: model.engine,
  };
}
