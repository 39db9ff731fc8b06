import type { Stage } from '../../experiment';
import type { PretrainConfig } from '../biographies/config';
import { type ModelResources, modelResources, shownInStep } from '../biographies/resources';
import {
  fewerAskedOf,
  type Method,
  type QuestionConfig,
  questionsPerStep,
  ratesOf,
} from './config';

const BIOGRAPHY_TOKENS = { short: 52, natural: 110 }; // of the longest one, about
export const QUESTION_TOKENS = 13;

/** The learning rates to be tried by a method: none where there is no choice. */
export function triedRates(method: Method, config: QuestionConfig): number[] {
  const rates = ratesOf(method, config);
  return rates.length > 1 ? rates : [];
}

/** The name of a finetuning: at a rate that is tried, or the last one. */
export const finetuningName = (method: Method, rate?: number): string =>
  `${method}-${rate === undefined ? 'final' : `rate-${rate}`}`;

/** The name of a finetuning on questions about so many people only. */
export const fewerName = (people: number): string => `full-people-${people}`;

export const finetuningSteps = (method: Method, config: QuestionConfig): number =>
  method === 'full' ? config.finetuneSteps : config.loraSteps;

/** The trainings of a run: pretraining and all finetunings, or the mixed one. */
export function questionStages(config: QuestionConfig): Stage[] {
  const { pretrainSteps: steps, batchSize } = config;
  const biographies = { rows: batchSize, length: resourcesOf(config).length };
  if (config.training === 'mixed') {
    const n = questionsPerStep(config);
    const shows = { ...shownInStep(config), questions: n };
    return [{ name: 'mixed', steps, ...stepOf(config, biographies, questions(n)), shows }];
  }
  const finetunings = (['full', 'lora'] as const).flatMap((method) => {
    if (ratesOf(method, config).length === 0) return [];
    const names = [...triedRates(method, config), undefined].map((r) => finetuningName(method, r));
    const fewer = method === 'full' ? fewerAskedOf(config).map(fewerName) : [];
    const steps = finetuningSteps(method, config);
    return [...names, ...fewer].map((name) => finetuningStage(name, steps, config));
  });
  const shows = shownInStep(config);
  return [{ name: 'pretrain', steps, ...stepOf(config, biographies), shows }, ...finetunings];
}

/** So many steps of finetuning on questions. */
export function finetuningStage(name: string, steps: number, config: QuestionConfig): Stage {
  const { finetuneBatch: n } = config;
  return { name, steps, ...stepOf(config, questions(n)), shows: { questions: n } };
}

interface Batch {
  rows: number;
  length: number;
}

const questions = (rows: number): Batch => ({ rows, length: QUESTION_TOKENS });

/**
 * The parameters and tokens of a step on these batches, and its work: beside P multiplications a
 * token attention costs 2 L d T.
 */
function stepOf(config: QuestionConfig, ...batches: Batch[]) {
  const { nLayers, dModel } = config;
  const { params } = resourcesOf(config);
  const sum = (of: (length: number) => number): number =>
    batches.reduce((total, { rows, length }) => total + rows * length * of(length), 0);
  const tokens = sum(() => 1);
  const work = sum((length) => 1 + (2 * nLayers * dModel * length) / params) / tokens;
  return { params, tokens, work };
}

export const resourcesOf = (config: PretrainConfig): ModelResources =>
  modelResources(config, BIOGRAPHY_TOKENS[config.templates]);

export const questionMemory = (config: QuestionConfig): number => resourcesOf(config).memoryBytes;
