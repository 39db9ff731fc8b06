import { finding } from '../../experiment';
import { paperPretraining, stepsForExposures } from '../../recipes/biographies/config';
import { worldHash } from '../../recipes/biographies/world';
import { paperProbing } from '../../recipes/probes/config';
import { qProbeStages } from '../../recipes/probes/stages';
import { checkQuestionConfig, paperQuestions } from '../../recipes/questions/config';
import { questionMemory, questionStages, resourcesOf } from '../../recipes/questions/stages';
import { claims } from './claims';
import { type MaskedConfig, maskedFields } from './config';
import { figures } from './figures';
import { runMasked } from './run';
import { type Arm, arms, ARMS } from './values';

const SEEDS = [2, 3, 4]; // with the people of seed 1 the settings were chosen

/** Of the next word half of the exposures are enough, as in the paper: 80,000 steps of 150,000. */
const inArm = (arm: Arm): Partial<MaskedConfig> => ({
  ...arms[arm].has,
  ...(arm === 'causal' && { exposures: 120 }),
});

const { probeTraining, qProbeSteps, qProbeLearningRate } = paperProbing;
const PAPER: Partial<MaskedConfig> = {
  ...paperQuestions,
  sharedSecondWord: 4, // as many cities a state
  ...{ probeTraining, qProbeSteps, qProbeLearningRate },
  seed: 1,
};
const STEPS = 150_000;
/** Of masked words, appendix H. */
const LONGER: Partial<MaskedConfig> = {
  ...PAPER,
  learningRate: 3e-4,
  exposures: (STEPS / paperPretraining.pretrainSteps!) * paperPretraining.exposures!,
  pretrainSteps: STEPS,
};

/** Allen-Zhu & Li 2023, section 7: a model that reads both ways knows values, but not whose. */
export const bidirectional = finding({
  name: 'bidirectional',
  title: 'A model that reads both ways learns words from their neighbors, not from the name',
  notebook: '09-bidirectional',
  version: 1,
  fields: maskedFields,
  settings: ['biographies', 'questions', 'probes'],
  derive: (config) => ({ pretrainSteps: stepsForExposures(config) }),
  check: checkQuestionConfig,
  sweeps: {
    quick: (['augmented', 'causal'] as const).map((arm) => ({ ...inArm(arm), seed: SEEDS[0] })),
    standard: SEEDS.flatMap((seed) => ARMS.map((arm) => ({ ...inArm(arm), seed }))),
    paper: [
      { ...PAPER, ...arms.causal.has },
      ...[arms.augmented.has.data, 'multi5+permute', 'single'].map((data) => ({
        ...LONGER,
        ...arms.augmented.has,
        data,
      })),
    ],
  },
  label: ({ objective, maskUnit, data, seed }) =>
    `${maskUnit === 'value' ? 'masked values' : objective} ${data} seed=${seed}`,
  dataHash: worldHash,
  stages: (config) => [...questionStages(config), ...qProbeStages(config, resourcesOf(config))],
  memoryBytes: questionMemory,
  run: runMasked,
  claims,
  figures,
});
