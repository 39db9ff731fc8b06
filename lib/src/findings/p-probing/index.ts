import { worldHash } from '../../recipes/biographies/world';
import type { Finding } from '../old-finding';
import { probingClaims } from './claims';
import { type ProbingConfig, probingDefaults, validateProbingConfig } from './config';
import { probingConfigs } from './profiles';
import { resourcesOf, seenBy } from './resources';
import { type ProbingMeasurements, runProbing } from './run';

export { probingConfig } from './config';
export type { ProbingConfig } from './config';
export type { ProbingMeasurements } from './run';

/** Allen-Zhu & Li 2023, "Physics of Language Models: Part 3.1", section 5: where knowledge lies. */
export const pProbing: Finding<ProbingConfig, ProbingMeasurements> = {
  name: 'p-probing',
  title: 'What was told in several ways is tied to the name; what was told once is not',
  notebook: '05-p-probing',
  version: 1,
  defaults: probingDefaults,
  configs: probingConfigs,
  validate: validateProbingConfig,
  dataHash: worldHash,
  label: ({ data, model, seed }) => `${data}${model === 'random' ? ' random' : ''} seed=${seed}`,
  cost: (config) => resourcesOf(config).flops,
  resources: resourcesOf,
  seen: ({ config }) => seenBy(config),
  run: runProbing,
  claims: probingClaims,
};
