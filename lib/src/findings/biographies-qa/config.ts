import {
  type FlatConfig,
  oneOf,
  requireInteger,
  requirePositive,
  requireProperShare,
  withDefaults,
} from '../../engine';
import { type LoraOptions, validateLoraOptions } from '../../model';
import {
  type PretrainConfig,
  pretrainDefaults,
  stepsForExposures,
  validatePretrainConfig,
} from '../../recipes/biographies/config';

/** One run: a model pretrained on the biographies of one arm, then asked about people. */
export interface BiographiesQaConfig extends PretrainConfig {
  training: string; // finetune: biographies first, then questions. mixed: both from the start
  questionShare: number; // of the rows of mixed training
  fitShare: number; // of the people: their questions are trained
  validationShare: number; // of the people: choose the learning rate, then are trained too
  finetuneRates: string; // learning rates to choose from, the same in every arm
  finetuneSteps: number;
  finetuneBatch: number; // questions a step
  finetuneWarmup: number;
  finetuneDecay: number; // weight decay
  loraRates: string; // the same for LoRA; empty = no LoRA
  loraSteps: number;
  loraRank: number;
  loraEmbeddingRank: number;
  loraAlpha: number;
}

export const biographiesQaDefaults: BiographiesQaConfig = {
  ...pretrainDefaults,
  leadIn: 12, // without it names are looked up only at the start of a text, not within a question
  training: 'finetune',
  questionShare: 0.8, // the paper's
  fitShare: 0.4,
  validationShare: 0.1,
  // single needs the higher rate to learn its questions, multi5+permute forgets by it
  finetuneRates: '0.0003,0.002',
  finetuneSteps: 450,
  finetuneBatch: 64,
  finetuneWarmup: 20,
  finetuneDecay: 0.01, // the paper's
  loraRates: '0.005,0.02',
  loraSteps: 900, // twice as many: a low rank learns the questions of single more slowly
  loraRank: 8, // the paper's
  loraEmbeddingRank: 32, // half of the width: with a quarter, single learns its questions too slowly
  loraAlpha: 8,
  seed: 1,
};

/** The learning rates in a list such as '0.0003,0.001'. Throws naming the key for anything else. */
export function ratesOf(key: 'finetuneRates' | 'loraRates', config: FlatConfig): number[] {
  const text = String(config[key]);
  if (text === '' && key === 'loraRates') return [];
  return text.split(',').map((part) => {
    const rate = Number(part);
    if (part.trim() === '')
      throw new RangeError(`${key} must be numbers and commas, not "${text}".`);
    requirePositive(key, rate);
    return rate;
  });
}

export const loraOptionsOf = (config: BiographiesQaConfig): LoraOptions => ({
  rank: config.loraRank,
  embeddingRank: config.loraEmbeddingRank,
  alpha: config.loraAlpha,
});

export function validateBiographiesQaConfig(config: BiographiesQaConfig): void {
  withDefaults('biographies-qa', biographiesQaDefaults, config);
  validatePretrainConfig(config);
  oneOf('training', config.training, ['finetune', 'mixed'] as const);
  ratesOf('finetuneRates', config);
  if (ratesOf('loraRates', config).length > 0) validateLoraOptions(loraOptionsOf(config), config);
  for (const key of ['questionShare', 'fitShare', 'validationShare'] as const) {
    requireProperShare(key, config[key]);
  }
  if (config.fitShare + config.validationShare >= 1) {
    throw new RangeError(
      `fitShare + validationShare = ${config.fitShare + config.validationShare} leaves nobody to ` +
        'hold out: together they must be below 1.',
    );
  }
  requireInteger('finetuneSteps', config.finetuneSteps, 1);
  requireInteger('loraSteps', config.loraSteps, 1);
  requireInteger('finetuneBatch', config.finetuneBatch, 1);
  requireInteger('finetuneWarmup', config.finetuneWarmup, 0);
}

/** Fills in the steps that follow from the exposures. Throws on unknown keys. */
export function biographiesQaConfig(overrides: Partial<BiographiesQaConfig>): BiographiesQaConfig {
  const config = withDefaults('biographies-qa', biographiesQaDefaults, overrides);
  if (overrides.pretrainSteps === undefined) config.pretrainSteps = stepsForExposures(config);
  return config;
}
