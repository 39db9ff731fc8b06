import type { Stage } from '../../experiment';
import { gptParameterCount } from '../../model';
import { biographyGpt, type PretrainConfig, tokenizerOf } from './config';

const KEPT_PER_LAYER = 28; // values of the width of the model that a layer keeps for its gradient
const FLOAT = 4; // bytes

export interface ModelResources {
  params: number;
  vocabSize: number;
  length: number; // tokens of a row or window of pretraining
  memoryBytes: number;
}

/**
 * What pretraining needs: memory for theta, m, v and the gradient, and for what every layer keeps,
 * about 28 values a token and dimension and the attention of every head.
 * @param biographyTokens of a biography, about; a row where there are no windows
 */
export function modelResources(config: PretrainConfig, biographyTokens: number): ModelResources {
  const { windowLength, batchSize, dModel, nLayers, nHeads } = config;
  const vocabSize = tokenizerOf(config).size;
  const length = windowLength || biographyTokens;
  const params = gptParameterCount(biographyGpt(config, { vocabSize, seqLength: length }));
  const tokens = batchSize * length;
  const kept = nLayers * (KEPT_PER_LAYER * tokens * dModel + batchSize * nHeads * length ** 2);
  return { params, vocabSize, length, memoryBytes: FLOAT * (4 * params + kept) };
}

/** Pretraining on biographies alone, without what attention costs. */
export const pretrainStage = (
  config: PretrainConfig,
  { params, length }: Pick<ModelResources, 'params' | 'length'>,
): Stage => ({
  name: 'pretrain',
  steps: config.pretrainSteps,
  tokens: config.batchSize * length,
  params,
  shows: shownInStep(config),
});

/** What a step shows: biographies, one a row, or tokens of windows of them. */
export const shownInStep = ({ batchSize, windowLength }: PretrainConfig): Record<string, number> =>
  windowLength > 0 ? { tokens: batchSize * windowLength } : { biographies: batchSize };
