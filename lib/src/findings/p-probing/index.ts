import { finding } from '../../experiment';
import { stepsForExposures } from '../../recipes/biographies/config';
import { worldHash } from '../../recipes/biographies/world';
import { claims } from './claims';
import { checkProbing, probingFields } from './config';
import { figures } from './figures';
import { runProbing } from './run';
import { probingMemory, probingStages } from './stages';
import { sweeps } from './sweeps';

export type { ProbingConfig } from './config';
export type { ProbingMeasurements } from './run';
export { armRuns, type ProbingRun } from './values';

/** Allen-Zhu & Li 2023, "Physics of Language Models: Part 3.1", section 5: where knowledge lies. */
export const pProbing = finding({
  name: 'p-probing',
  title: 'What was told in several ways is tied to the name; what was told once is not',
  notebook: '05-p-probing',
  version: 1,
  fields: probingFields,
  derive: (config) => ({ pretrainSteps: stepsForExposures(config) }),
  check: checkProbing,
  sweeps,
  label: ({ data, model, seed }) => `${data}${model === 'random' ? ' random' : ''} seed=${seed}`,
  dataHash: worldHash,
  stages: probingStages,
  memoryBytes: probingMemory,
  run: runProbing,
  claims,
  figures,
});
