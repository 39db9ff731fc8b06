import { type ConfigOf, type FlatConfig } from '../../base';
import { probingFields } from '../../recipes/probes/config';
import { questionFields } from '../../recipes/questions/config';

const { probeTraining, probeWeightDecay, qProbeRank, qProbeSteps, qProbeBatch, qProbeLearningRate } =
  probingFields;

export const maskedFields = {
  ...questionFields,
  probeTraining,
  probeWeightDecay,
  qProbeRank,
  qProbeSteps,
  qProbeBatch,
  qProbeLearningRate,
};

export type MaskedConfig = ConfigOf<typeof maskedFields> & FlatConfig;
