import { finding, grid } from '../../experiment';
import { stepsForExposures, validatePretrainConfig } from '../../recipes/biographies/config';
import { worldHash } from '../../recipes/biographies/world';
import { probingModels } from '../../recipes/kept-models';
import { paperProbing, type ProbingConfig, probingFields } from '../../recipes/probes/config';
import { runProbing } from '../../recipes/probes/run';
import { probingMemory, probingStages } from '../../recipes/probes/stages';
import { claims } from './claims';
import { figures } from './figures';
import { ALL_ARMS, ARMS, AUGMENTED } from './values';

const CHECKED = { checkAttribute: 'employer' }; // where probes are not trained one by one anyway

const LONGER = { probeSteps: 240, qProbeSteps: 200 };

/** Every arm, and a random model on the biographies of the last, whose probes are checked. */
const runs = (
  arms: readonly string[],
  seeds: readonly number[],
  common: Partial<ProbingConfig> = {},
): Partial<ProbingConfig>[] =>
  seeds.flatMap((seed) => [
    ...grid<ProbingConfig>({ data: arms }, { ...common, seed }).map((run) =>
      run.data === AUGMENTED && run.probeTraining !== 'separate' ? { ...CHECKED, ...run } : run,
    ),
    { ...common, data: AUGMENTED, model: 'random', seed },
  ]);

/**
 * Allen-Zhu & Li 2023, "Physics of Language Models: Part 3.1", section 5: where knowledge lies.
 * In every profile all arms see the same number of biographies of a person.
 */
export const pProbing = finding({
  name: 'p-probing',
  title: 'What was told in several ways is tied to the name; what was told once is not',
  notebook: '05-p-probing',
  version: 1,
  fields: probingFields,
  settings: ['biographies', 'probes'],
  derive: (config) => ({ pretrainSteps: stepsForExposures(config) }),
  check: validatePretrainConfig,
  sweeps: {
    quick: runs(ARMS, [1]),
    // the two that are contrasted have two seeds more
    standard: [...runs(ALL_ARMS, [1, 2, 3], LONGER), ...runs(ARMS, [4, 5], LONGER)],
    paper: runs(ALL_ARMS, [1], paperProbing),
  },
  label: ({ data, model, seed }) => `${data}${model === 'random' ? ' random' : ''} seed=${seed}`,
  dataHash: worldHash,
  stages: probingStages,
  memoryBytes: probingMemory,
  models: probingModels,
  run: runProbing,
  claims,
  figures,
});
