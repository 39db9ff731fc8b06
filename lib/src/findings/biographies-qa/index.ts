import { worldHash } from '../../recipes/biographies/world';
import type { Finding } from '../old-finding';
import { biographiesQaClaims } from './claims';
import {
  type BiographiesQaConfig,
  biographiesQaDefaults,
  validateBiographiesQaConfig,
} from './config';
import { biographiesQaConfigs } from './profiles';
import { resourcesOf, seenBy } from './resources';
import { type BiographiesQaMeasurements, runBiographiesQa } from './run';

export { askablePeople, askModels } from './ask';
export type { AskedRun, ModelAnswer } from './ask';
export { biographiesQaConfig } from './config';
export type { BiographiesQaConfig } from './config';
export type { BiographiesQaMeasurements } from './run';

/** Allen-Zhu & Li 2023, "Physics of Language Models: Part 3.1": knowledge stored, not extractable. */
export const biographiesQa: Finding<BiographiesQaConfig, BiographiesQaMeasurements> = {
  name: 'biographies-qa',
  title: 'Facts known by heart can be asked only if they were told in several ways',
  notebook: '04-biographies-multi5-permute-vs-single',
  version: 1,
  defaults: biographiesQaDefaults,
  configs: biographiesQaConfigs,
  validate: validateBiographiesQaConfig,
  dataHash: worldHash,
  label: ({ data, training, exposures, seed }) =>
    `${data}${training === 'mixed' ? ' mixed' : ''} exposures=${exposures} seed=${seed}`,
  cost: (config) => resourcesOf(config).flops,
  resources: resourcesOf,
  seen: ({ config }) => seenBy(config),
  run: runBiographiesQa,
  claims: biographiesQaClaims,
};
