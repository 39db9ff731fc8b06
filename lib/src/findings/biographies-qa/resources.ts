import type { TemplateStyle } from '../../datasets';
import { modelResources, pretrainingSeen } from '../../recipes/biographies/resources';
import type { Resources } from '../old-finding';
import type { BiographiesQaConfig } from './config';
import { finetuningSteps } from './finetune';
import { questionsPerStep } from './mixed';

const BIOGRAPHY_TOKENS = { short: 52, natural: 110 }; // of the longest one, about
const QUESTION_TOKENS = 13;

/** 6 floating-point operations a parameter and token, and 12 L d T a token for attention. */
export function resourcesOf(config: BiographiesQaConfig): Resources {
  const { batchSize, pretrainSteps, dModel, nLayers } = config;
  const biography = BIOGRAPHY_TOKENS[config.templates as TemplateStyle];
  const { params, length, memoryBytes } = modelResources(config, biography);
  const flopsOf = (rows: number, tokens: number): number =>
    rows * tokens * (6 * params + 12 * nLayers * dModel * tokens);
  const mixed = config.training === 'mixed';
  const step =
    flopsOf(batchSize, length) + (mixed ? flopsOf(questionsPerStep(config), QUESTION_TOKENS) : 0);
  const finetuning =
    (mixed ? 0 : finetuningSteps(config)) * flopsOf(config.finetuneBatch, QUESTION_TOKENS);
  return { flops: pretrainSteps * step + finetuning, memoryBytes };
}

/** What all trainings of a run are shown: of its finetunings and of mixed training the questions. */
export function seenBy(config: BiographiesQaConfig): Record<string, number> {
  const { training, pretrainSteps, finetuneBatch } = config;
  const questions =
    training === 'mixed'
      ? pretrainSteps * questionsPerStep(config)
      : finetuningSteps(config) * finetuneBatch;
  return { ...pretrainingSeen(config), questions };
}
