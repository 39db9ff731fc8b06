import { makeTokenizer, type TemplateStyle } from '../../datasets';
import { gptParameterCount } from '../../model';
import type { Resources } from '../finding';
import type { BiographiesQaConfig } from './config';
import { finetuningSteps } from './finetune';
import { questionsPerStep } from './mixed';

const BIOGRAPHY_TOKENS = { short: 52, natural: 110 }; // of the longest one, about
const QUESTION_TOKENS = 13;
const KEPT_PER_LAYER = 28; // values of the width of the model that a layer keeps for its gradient
const FLOAT = 4;

/**
 * 6 floating-point operations a parameter and token, and 12 L d T a token for attention; memory for
 * theta, m, v and the gradient, and for what every layer keeps: about 28 values a token and dimension
 * and the attention of every head.
 */
export function resourcesOf(config: BiographiesQaConfig): Resources {
  const { windowLength, batchSize, pretrainSteps, dModel, nLayers, nHeads } = config;
  const templates = config.templates as TemplateStyle;
  const vocabSize = makeTokenizer(config, templates).size;
  const length = windowLength || BIOGRAPHY_TOKENS[templates];
  const gpt = {
    dModel,
    nLayers,
    nHeads,
    vocabSize,
    seqLength: length,
    positions: 'rotary',
  } as const;
  const params = gptParameterCount({ ...gpt, mask: 'causal', compute: 'float32' });
  const flopsOf = (rows: number, tokens: number): number =>
    rows * tokens * (6 * params + 12 * nLayers * dModel * tokens);
  const mixed = config.training === 'mixed';
  const step =
    flopsOf(batchSize, length) + (mixed ? flopsOf(questionsPerStep(config), QUESTION_TOKENS) : 0);
  const finetuning =
    (mixed ? 0 : finetuningSteps(config)) * flopsOf(config.finetuneBatch, QUESTION_TOKENS);
  const tokens = batchSize * length;
  const kept = nLayers * (KEPT_PER_LAYER * tokens * dModel + batchSize * nHeads * length ** 2);
  return {
    flops: pretrainSteps * step + finetuning,
    memoryBytes: FLOAT * (4 * params + kept),
  };
}
