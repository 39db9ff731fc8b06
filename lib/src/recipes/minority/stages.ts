import type { Stage } from '../../experiment';
import { pretrainStage } from '../biographies/resources';
import { frozenModel } from '../probes/stages';
import { fewerAskedOf } from '../questions/config';
import { QUESTION_TOKENS, resourcesOf } from '../questions/stages';
import type { MinorityConfig } from './config';

const FIRST_TOKENS = { short: 13, natural: 22 }; // up to the first value

export const minorityMemory = (config: MinorityConfig): number => resourcesOf(config).memoryBytes;

/** The name of a finetuning on questions about so many celebrities only. */
export const fewerName = (asked: number): string => `celebrities-${asked}`;

/** The trainings of a run: biographies, probes, and questions about one group after the other. */
export function minorityStages(config: MinorityConfig): Stage[] {
  const { params, vocabSize, length } = resourcesOf(config);
  const { templates, dModel, qaSteps, qaBatch, company } = config;
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
    ...frozenModel(params, vocabSize, dModel),
  };
  return [
    pretrainStage(config, { params, length }),
    ...(config.probeSteps > 0 ? [probe] : []),
    questions('own'),
    ...(company === 'celebrities'
      ? ['celebrities', ...fewerAskedOf(config).map(fewerName)].map(questions)
      : []),
  ];
}
