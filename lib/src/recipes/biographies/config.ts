import {
  augmentationOf,
  type PeopleOptions,
  templateStyles,
  validatePeopleOptions,
} from '../../datasets';
import {
  type FlatConfig,
  oneOf,
  requireInteger,
  requirePositive,
  requireShare,
} from '../../engine';
import { validateGptConfig } from '../../model';

/** Pretraining on biographies: shared by the findings about what comes of it. */
export interface PretrainConfig extends FlatConfig, PeopleOptions {
  data: string; // the paper's name of the augmentation
  templates: string;
  windowLength: number; // 0 = one biography a row; else windows of so many tokens, joined at the end token
  leadIn: number; // most words of another biography before each row; 0 = rows start with a name
  dModel: number;
  nLayers: number;
  nHeads: number;
  exposures: number; // biographies that are shown of each person, for labels and figures
  pretrainSteps: number;
  batchSize: number; // rows or windows a step
  learningRate: number;
  warmupSteps: number;
  finalShare: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  clipNorm: number;
  seed: number;
}

export const pretrainDefaults: PretrainConfig = {
  data: 'multi5+permute',
  templates: 'short', // a sentence of seven words: the paper's are twice as long
  nPeople: 500,
  firstNames: 40,
  middleNames: 40,
  lastNames: 100,
  months: 12,
  days: 28,
  years: 50,
  cities: 100, // large pools of values: with a dozen each, little is extracted
  universities: 100,
  majors: 50,
  employers: 60,
  companyCities: 30,
  windowLength: 0, // one biography a row: no attention is spent on other people
  leadIn: 0,
  dModel: 64,
  nLayers: 3,
  nHeads: 2,
  exposures: 150, // with 110, recall is as good and half as much can be extracted
  pretrainSteps: 2344,
  batchSize: 32,
  learningRate: 0.004, // four times the paper's: the model is small and has little time
  warmupSteps: 200,
  finalShare: 0.05,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: 1,
  seed: 1,
};

/** Steps in which rows of one biography each show every person so many times. */
export function stepsForExposures({
  exposures,
  nPeople,
  batchSize,
}: Pick<PretrainConfig, 'exposures' | 'nPeople' | 'batchSize'>): number {
  return Math.ceil((exposures * nPeople) / batchSize);
}

/** Biographies of each person that have been shown after so many steps. */
export const exposuresAfter = (step: number, config: PretrainConfig): number =>
  (config.exposures * step) / config.pretrainSteps;

/** Throws an error naming the key that makes no sense. */
export function validatePretrainConfig(config: PretrainConfig): void {
  augmentationOf(config.data);
  oneOf('templates', config.templates, templateStyles);
  validatePeopleOptions(config);
  const { dModel, nLayers, nHeads } = config;
  const model = { dModel, nLayers, nHeads, vocabSize: 2, seqLength: 1 }; // words: from the pools
  validateGptConfig({ ...model, positions: 'rotary', mask: 'causal', compute: 'float32' });
  requireInteger('windowLength', config.windowLength, 0);
  requireInteger('leadIn', config.leadIn, 0);
  if (config.leadIn > 0 && config.windowLength > 0) {
    throw new RangeError(
      'leadIn is for rows: windows (windowLength above 0) have a context already.',
    );
  }
  requireInteger('pretrainSteps', config.pretrainSteps, 1);
  requireInteger('batchSize', config.batchSize, 1);
  requireInteger('warmupSteps', config.warmupSteps, 0);
  requireInteger('seed', config.seed, 0);
  requirePositive('exposures', config.exposures);
  requirePositive('learningRate', config.learningRate);
  requirePositive('epsilon', config.epsilon);
  for (const key of ['finalShare', 'beta1', 'beta2'] as const) {
    requireShare(key, config[key]);
  }
}
