import { muonDefaults, type OptimizerOptions } from '../../training';
import {
  oneOf,
  requireInteger,
  requirePositive,
  requireProperShare,
  withDefaults,
} from '../../engine';
import { attributes } from '../../datasets';
import {
  type PretrainConfig,
  pretrainDefaults,
  stepsForExposures,
  validatePretrainConfig,
} from '../../recipes/biographies/config';
import { pretrainOptimizer } from '../../recipes/biographies/pretrain';

/** One run: a GPT pretrained on biographies, and probes on what it has inside. */
export interface ProbingConfig extends PretrainConfig {
  model: string;
  muonLearningRate: number;
  probeShare: number;
  probeTraining: string;
  probeRank: number;
  probeSteps: number;
  probeBatch: number;
  probeLearningRate: number;
  probeWeightDecay: number;
  checkAttribute: string;
  qProbeRank: number;
  qProbeSteps: number;
  qProbeBatch: number;
  qProbeLearningRate: number;
  qaSteps: number;
  qaBatch: number;
  qaLearningRate: number;
}

export const probedModels = ['pretrained', 'random'] as const;
export const probeTrainings = ['joint', 'separate'] as const;

export const probingDefaults: ProbingConfig = {
  ...pretrainDefaults,
  nPeople: 800, // half of them for the probes to learn from: thirty to fifty of each class
  firstNames: 100,
  middleNames: 100,
  lastNames: 400,
  cities: 10, // few classes: a probe needs many people of each to learn it from
  universities: 10,
  majors: 8,
  employers: 12,
  companyCities: 6,
  dModel: 128,
  nLayers: 2,
  nHeads: 4,
  leadIn: 0, // a biography stands alone: its places are few tokens into the row
  exposures: 45, // a quarter more than recall needs: names are read better by then
  pretrainSteps: 1125,
  batchSize: 32,
  warmupSteps: 80,
  learningRate: 0.005, // of embeddings, gains and biases
  // Of the matrices between layers; 0 = AdamW for them too, as in the paper. Muon learns them in less
  // time, which leaves some for more people.
  muonLearningRate: 0.02,
  model: 'pretrained', // 'random': as initialized, the control for what the probe itself can learn
  probeShare: 0.5, // of the people, on whose biographies probes are trained; tested on the others
  probeTraining: 'joint', // 36 heads over one update of the embedding; 'separate' as in the paper
  probeRank: 2, // the paper's
  probeSteps: 120, // the paper's are 30,000; 300 find no more here
  probeBatch: 50, // the paper's
  probeLearningRate: 0.005, // five times the paper's, for far fewer steps
  probeWeightDecay: 0.3, // the paper's
  checkAttribute: '', // an attribute whose probe at the first place is trained separately, too
  qProbeRank: 16, // the paper's
  qProbeSteps: 100,
  qProbeBatch: 200, // the paper's
  qProbeLearningRate: 0.005,
  qaSteps: 300, // finetuning on questions: single has learned them by then; 0 = none
  qaBatch: 64,
  qaLearningRate: 1e-3, // with 3e-4, single learns half of its questions
};

/** Muon for the matrices between layers, if it has a rate, and AdamW for the rest. */
export function probingOptimizer(config: ProbingConfig): OptimizerOptions {
  const { muonLearningRate, learningRate } = config;
  const adamW = pretrainOptimizer(config);
  if (muonLearningRate === 0) return adamW;
  return { ...adamW, muon: { ...muonDefaults, rate: muonLearningRate / learningRate } };
}

/** Fills in what follows from the exposures. Throws on unknown keys. */
export function probingConfig(overrides: Partial<ProbingConfig>): ProbingConfig {
  const config = withDefaults('p-probing', probingDefaults, overrides);
  if (overrides.pretrainSteps === undefined) config.pretrainSteps = stepsForExposures(config);
  return config;
}

export function validateProbingConfig(config: ProbingConfig): void {
  withDefaults('p-probing', probingDefaults, config);
  validatePretrainConfig(config);
  oneOf('model', config.model, probedModels);
  oneOf('probeTraining', config.probeTraining, probeTrainings);
  for (const key of [
    'probeRank',
    'probeSteps',
    'probeBatch',
    'qProbeRank',
    'qProbeSteps',
    'qProbeBatch',
    'qaBatch',
  ] as const) {
    requireInteger(key, config[key], 1);
  }
  requireInteger('qaSteps', config.qaSteps, 0);
  if (config.muonLearningRate !== 0) requirePositive('muonLearningRate', config.muonLearningRate);
  for (const key of ['probeLearningRate', 'qProbeLearningRate', 'qaLearningRate'] as const) {
    requirePositive(key, config[key]);
  }
  requireProperShare('probeShare', config.probeShare);
  if (config.checkAttribute !== '') {
    oneOf('attribute (checkAttribute)', config.checkAttribute, attributes);
  }
}
