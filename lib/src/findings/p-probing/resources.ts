import { makeTokenizer, type TemplateStyle } from '../../datasets';
import { gptParameterCount } from '../../model';
import type { Resources } from '../finding';
import type { ProbingConfig } from './config';
import { qaSteps } from './questions';
import { groupsOf, qGroupsOf } from './groups';
import { qProbeUpdates } from './q-probe';

const BIOGRAPHY_TOKENS = { short: 50, natural: 75 }; // up to the last value, about
const QUESTION_TOKENS = 12;
const NAME_TOKENS = 5;
const KEPT_PER_LAYER = 28; // values of the width of the model that a layer keeps for its gradient
const FLOAT = 4;

/**
 * 6 floating-point operations a parameter and token where all is trained, and 4 under a probe, which
 * needs no gradients of the frozen weights.
 */
export function resourcesOf(config: ProbingConfig): Resources {
  const { windowLength, batchSize, dModel, nLayers, nHeads } = config;
  const templates = config.templates as TemplateStyle;
  const vocabSize = makeTokenizer(config, templates).size;
  const whole = BIOGRAPHY_TOKENS[templates];
  const length = windowLength || whole;
  const gpt = {
    dModel,
    nLayers,
    nHeads,
    vocabSize,
    seqLength: length,
    positions: 'rotary',
  } as const;
  const params = gptParameterCount({ ...gpt, mask: 'causal', compute: 'float32' });
  const body = params - vocabSize * dModel;
  const groups = groupsOf(config);
  // a group reads a biography up to its last place: the sixth value ends it
  const read = groups.reduce((sum, { places }) => sum + (whole * (Math.max(...places) + 1)) / 6, 0);
  const probing = config.probeSteps * config.probeBatch * read * 4 * body;
  const tokens = batchSize * length;
  const kept = nLayers * (KEPT_PER_LAYER * tokens * dModel + batchSize * nHeads * length ** 2);
  const memoryBytes = FLOAT * (4 * params + kept);
  if (config.model === 'random') return { flops: probing, memoryBytes };
  const pretraining = config.pretrainSteps * tokens * 6 * params;
  const names = config.qProbeSteps * config.qProbeBatch * NAME_TOKENS;
  const qProbing = qGroupsOf(config).length * qProbeUpdates.length * names * 4 * body;
  const questions = qaSteps(config) * config.qaBatch * QUESTION_TOKENS * 6 * params;
  return { flops: pretraining + probing + qProbing + questions, memoryBytes };
}
