import { loadTensorFlow } from '../../engine';
import { gptParameterCount } from '../../model';
import { pretrain } from '../../recipes/biographies/pretrain';
import type { Recall } from '../../recipes/biographies/recall';
import { makeWorld } from '../../recipes/biographies/world';
import type { Curve, RunContext, RunOutcome } from '../old-finding';
import { Stages } from '../../recipes/stages';
import { type SaidAnswer, shownPeople, type ShownPerson } from './answers';
import { askedOf, groupsOf } from './asked';
import { type BiographiesQaConfig, validateBiographiesQaConfig } from './config';
import { finetune, type Finetuned, finetuningSteps, type Method } from './finetune';
import { mixedTraining } from './mixed';
import { type AnswerScores, majorityOf } from './questions';

/** What one run yields. Shares are between 0 and 1. */
export interface BiographiesQaMeasurements {
  params: number;
  biographies: number;
  pretrainLoss: number; // nats a token, at the end
  recall: Recall; // of the biographies, before any finetuning
  majority: Pick<AnswerScores, 'accuracy' | 'byAttribute'>; // always the same answer, held-out people
  full: Finetuned | null; // all parameters finetuned
  lora: Finetuned | null;
  mixed: Pick<Finetuned, 'training' | 'heldOut'> | null; // questions from the start
  shown: ShownPerson[]; // some people's answers: of full finetuning, or of mixed training
}

/** Steps of all trainings of a run. */
export function totalSteps(config: BiographiesQaConfig): number {
  if (config.training === 'mixed') return config.pretrainSteps;
  return config.pretrainSteps + finetuningSteps(config);
}

/** Pretrains one model on biographies and asks it about people whose questions it never saw. */
export async function runBiographiesQa(
  config: BiographiesQaConfig,
  context: RunContext,
): Promise<RunOutcome<BiographiesQaMeasurements>> {
  validateBiographiesQaConfig(config);
  loadTensorFlow({ device: context.device });
  const world = makeWorld(config);
  const groups = groupsOf(config);
  const asked = askedOf(config, world, groups);
  const trained = new Set([...groups.fit, ...groups.validation]);
  const stages = new Stages(context, totalSteps(config), JSON.stringify(config));
  const mixed = config.training === 'mixed';
  const model = mixed
    ? await mixedTraining(config, world, asked, stages)
    : { ...(await pretrain(config, world, stages)), scores: null, said: [], curves: {} };
  const { recall, finalLoss, recallCurve, engine } = model;
  const curves: Record<string, Curve> = { recall: recallCurve, ...model.curves };
  let said: SaidAnswer[] = model.said;
  const finetuned: Record<Method, Finetuned | null> = { full: null, lora: null };
  for (const method of ['full', 'lora'] as const) {
    if (mixed || (method === 'lora' && config.loraRates === '')) continue;
    const done = await finetune(method, config, world, model.theta, asked, stages);
    finetuned[method] = done.result;
    Object.assign(curves, done.curves);
    if (method === 'full') said = done.said;
  }
  return {
    measurements: {
      params: gptParameterCount(world.gpt),
      biographies: world.biographies.length,
      pretrainLoss: finalLoss,
      recall,
      majority: majorityOf(Array.from(groups.heldOut, (i) => world.people[i])),
      ...finetuned,
      mixed: model.scores,
      shown: shownPeople(world.people, asked.shown, said, (person) => trained.has(person)),
    },
    curves,
    engine,
  };
}
