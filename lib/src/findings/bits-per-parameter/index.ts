import { randomSequencesHash } from '../../datasets';
import type { Finding } from '../finding';
import { capacityClaims } from './claims';
import {
  type CapacityConfig,
  capacityConfigs,
  capacityDefaults,
  trainedTokens,
  trainingCost,
  validateCapacityConfig,
} from './config';
import { type CapacityMeasurements, runCapacity } from './run';

export { capacityConfig, gptConfigOf } from './config';
export type { CapacityConfig } from './config';
export { runCapacity } from './run';
export type { CapacityMeasurements } from './run';

/** Morris et al. 2025, "How much do language models memorize?": about 3.6 bits per parameter. */
export const bitsPerParameter: Finding<CapacityConfig, CapacityMeasurements> = {
  name: 'bits-per-parameter',
  title: 'Language models store about 3.6 bits per parameter',
  notebook: '01-bits-per-parameter',
  version: 1,
  defaults: capacityDefaults,
  configs: capacityConfigs,
  validate: validateCapacityConfig,
  dataHash: (config) => randomSequencesHash(config),
  label: ({ dModel, nLayers, vocabSize, datasetScale, seed, steps }) =>
    `d=${dModel} L=${nLayers} V=${vocabSize} c=${datasetScale} seed=${seed} steps=${steps}`,
  cost: trainingCost,
  seen: ({ config }) => ({ tokens: trainedTokens(config) }),
  run: runCapacity,
  claims: capacityClaims,
};
