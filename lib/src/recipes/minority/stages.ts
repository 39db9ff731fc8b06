import type { Stage } from '../../experiment';
import { modelResources, shownInStep } from '../biographies/resources';
import { fewerAskedOf } from '../questions/config';
import type { MinorityConfig } from './config';

const BIOGRAPHY_TOKENS = { short: 52, natural: 110 }; // of the longest one, about
const FIRST_TOKENS = { short: 13, natural: 22 }; // up to the first value
const QUESTION_TOKENS = 13;

const resourcesOf = (config: MinorityConfig) =>
  modelResources(config, BIOGRAPHY_TOKENS[config.templates]);

export const minorityMemory = (config: MinorityConfig): number => resourcesOf(config).memoryBytes;

/** The name of a finetuning on questions about so many celebrities only. */
export const fewerName = (asked: number): string => `celebrities-${asked}`;

/** The trainings of a run: biographies, probes, and questions about one group after the other. */
export function minorityStages(config: MinorityConfig): Stage[] {
  const { params, vocabSize, length } = resourcesOf(config);
  const { templates, dModel, pretrainSteps, batchSize, qaSteps, qaBatch, company } = config;
  const questions = (name: string): Stage => ({
    name,
    steps: qaSteps,
    tokens: qaBatch * QUESTION_TOKENS,
    params,
    shows: { questions: qaBatch },
  });
  const probe: Stage = {
    name: 'probe',
    steps: config.probeSteps,
    tokens: config.probeBatch * FIRST_TOKENS[templates],
    // no gradients of the frozen weights: 4 operations a parameter and token for 6
    params: params - vocabSize * dModel,
    work: 4 / 6,
    learns: false,
  };
  return [
    {
      name: 'pretrain',
      steps: pretrainSteps,
      tokens: batchSize * length,
      params,
      shows: shownInStep(config),
    },
    ...(config.probeSteps > 0 ? [probe] : []),
    questions('own'),
    ...(company === 'celebrities'
      ? ['celebrities', ...fewerAskedOf(config).map(fewerName)].map(questions)
      : []),
  ];
}
