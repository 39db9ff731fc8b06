import { finding, grid } from '../../experiment';
import { stepsForExposures } from '../../recipes/biographies/config';
import { worldHash } from '../../recipes/biographies/world';
import { questionModels } from '../../recipes/kept-models';
import { checkQuestionConfig, paperQuestions } from '../../recipes/questions/config';
import { qProbeStages } from '../../recipes/probes/stages';
import { questionMemory, questionStages, resourcesOf } from '../../recipes/questions/stages';
import { type MaskedConfig, maskedFields } from './config';
import { runMasked } from './run';

export const bidirectional = finding({
  name: 'bidirectional',
  title: 'x',
  notebook: '09-bidirectional',
  version: 1,
  fields: maskedFields,
  settings: ['biographies', 'questions'],
  derive: (config) => ({ pretrainSteps: stepsForExposures(config) }),
  check: checkQuestionConfig,
  sweeps: {
    quick: grid<MaskedConfig>({ seed: [1] }, {}),
    standard: [],
    paper: grid<MaskedConfig>({ seed: [1] }, { ...paperQuestions }),
  },
  label: (config) => `${config.objective} seed=${config.seed}`,
  dataHash: worldHash,
  stages: (config) => [...questionStages(config), ...qProbeStages(config, resourcesOf(config))],
  memoryBytes: questionMemory,
  models: questionModels,
  run: runMasked,
  claims: {},
  figures: {},
});
