import { randomSequencesHash } from '../../datasets';
import { trainedTokens, trainingCost } from '../bits-per-parameter/config';
import type { Finding } from '../finding';
import { precisionClaims } from './claims';
import {
  type PrecisionConfig,
  precisionConfigs,
  precisionDefaults,
  validatePrecisionConfig,
} from './config';
import { type PrecisionMeasurements, runPrecision } from './run';

export { precisionConfig } from './config';
export type { PrecisionConfig } from './config';
export { comparedModes, modeLabel, modeMeaning } from './modes';
export type { ComparedMode, PrecisionMode } from './modes';
export { atBestRate, atSmallestRate, bestRates, differencesBySeed } from './paired';
export { modeOutcomes, modeSummaries } from './paired';
export type { ModeOutcome, ModeSummary, PrecisionRunLike } from './paired';
export type { PrecisionMeasurements } from './run';

/** Morris et al. 2025, Table 1: what a model stores in bfloat16 and in float32. */
export const float32VsBfloat16: Finding<PrecisionConfig, PrecisionMeasurements> = {
  name: 'float32-vs-bfloat16',
  title: 'In bfloat16 a model stores nearly as much as in float32',
  notebook: '02-float32-vs-bfloat16',
  version: 1,
  defaults: precisionDefaults,
  configs: precisionConfigs,
  validate: validatePrecisionConfig,
  dataHash: (config) => randomSequencesHash(config),
  label: ({ dModel, nLayers, learningRate, mode, seed }) =>
    `d=${dModel} L=${nLayers} lr=${learningRate} ${mode} seed=${seed}`,
  cost: (config) => trainingCost(config) * (config.mode === 'float32' ? 1 : 1.5),
  seen: ({ config }) => ({ tokens: trainedTokens(config) }),
  run: runPrecision,
  claims: precisionClaims,
};
