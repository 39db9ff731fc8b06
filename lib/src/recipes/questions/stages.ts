import type { Stage } from '../../experiment';
import { modelResources, shownInStep } from '../biographies/resources';
import {
  fewerAskedOf,
  type Method,
  type QuestionConfig,
  questionsPerStep,
  ratesOf,
} from './config';

const BIOGRAPHY_TOKENS = { short: 52, natural: 110 }; // of the longest one, about
const QUESTION_TOKENS = 13;

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
  const { params, length } = resourcesOf(config);
  const { pretrainSteps: steps, batchSize, finetuneBatch } = config;
  const biographies = { rows: batchSize, length };
  const questions = (rows: number) => ({ rows, length: QUESTION_TOKENS });
  const step = (...batches: Batch[]) => ({ params, ...workOf(batches, params, config) });
  if (config.training === 'mixed') {
    const n = questionsPerStep(config);
    const shows = { ...shownInStep(config), questions: n };
    return [{ name: 'mixed', steps, ...step(biographies, questions(n)), shows }];
  }
  const finetunings = (['full', 'lora'] as const).flatMap((method) => {
    if (ratesOf(method, config).length === 0) return [];
    const names = [...triedRates(method, config), undefined].map((r) => finetuningName(method, r));
    const fewer = method === 'full' ? fewerAskedOf(config).map(fewerName) : [];
    return [...names, ...fewer].map((name): Stage => ({
      name,
      steps: finetuningSteps(method, config),
      ...step(questions(finetuneBatch)),
      shows: { questions: finetuneBatch },
    }));
  });
  const pretraining = { name: 'pretrain', steps, ...step(biographies), shows: shownInStep(config) };
  return [pretraining, ...finetunings];
}

interface Batch {
  rows: number;
  length: number;
}

/** Tokens of a step, and its work: beside P multiplications a token attention costs 2 L d T. */
function workOf(batches: Batch[], params: number, { nLayers, dModel }: QuestionConfig) {
  const sum = (of: (length: number) => number): number =>
    batches.reduce((total, { rows, length }) => total + rows * length * of(length), 0);
  const tokens = sum(() => 1);
  return { tokens, work: sum((length) => 1 + (2 * nLayers * dModel * length) / params) / tokens };
}

export const resourcesOf = (config: QuestionConfig) =>
  modelResources(config, BIOGRAPHY_TOKENS[config.templates]);

export const questionMemory = (config: QuestionConfig): number => resourcesOf(config).memoryBytes;
