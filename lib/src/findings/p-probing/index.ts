import { finding } from '../../experiment';
import { stepsForExposures, validatePretrainConfig } from '../../recipes/biographies/config';
import { worldHash } from '../../recipes/biographies/world';
import { probingFields } from '../../recipes/probes/config';
import { probingMemory, probingStages } from '../../recipes/probes/stages';
import { claims } from './claims';
import { figures } from './figures';
import { runProbing } from './run';
import { sweeps } from './sweeps';

/** Allen-Zhu & Li 2023, "Physics of Language Models: Part 3.1", section 5: where knowledge lies. */
export const pProbing = finding({
  name: 'p-probing',
  title: 'What was told in several ways is tied to the name; what was told once is not',
  notebook: '05-p-probing',
  version: 1,
  fields: probingFields,
  derive: (config) => ({ pretrainSteps: stepsForExposures(config) }),
  check: validatePretrainConfig,
  sweeps,
  label: ({ data, model, seed }) => `${data}${model === 'random' ? ' random' : ''} seed=${seed}`,
  dataHash: worldHash,
  stages: probingStages,
  memoryBytes: probingMemory,
  run: runProbing,
  claims,
  figures,
});
