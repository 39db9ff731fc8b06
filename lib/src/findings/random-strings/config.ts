import {
  type FlatConfig,
  oneOf,
  requireInteger,
  requirePositive,
  withDefaults,
} from '../../engine';
import { type RandomStringOptions, validateAlphabet, validateOtherLetters } from '../../datasets';
import { type GptConfig, validateGptConfig } from '../../model';

/**
 * What is done with the strings. `memorize`: one string is learned. `sequence`: several are learned,
 * one after the other, and the first once more before the last. `context`: one is learned, and then recited in
 * contexts that were replaced.
 */
export const experiments = ['memorize', 'sequence', 'context'] as const;
export type Experiment = (typeof experiments)[number];

/** One run: a GPT that is shown random strings. */
export interface RandomStringsConfig extends FlatConfig {
  experiment: string;
  alphabet: number;
  entropyBits: number;
  length: number;
  nStrings: number;
  nFresh: number;
  epochs: number;
  tail: number;
  learningRate: number;
  beta1: number;
  beta2: number;
  clipNorm: number;
  pretrainSteps: number;
  pretrainRows: number;
  pretrainLearningRate: number;
  vocabSize: number;
  dModel: number;
  nLayers: number;
  nHeads: number;
  positions: string;
  seed: number;
}

export const randomStringsDefaults: RandomStringsConfig = {
  experiment: 'memorize',
  alphabet: 26, // letters l
  entropyBits: 0, // of a letter; 0 = uniform, log2 l
  length: 128, // letters n
  nStrings: 1, // different ones; a sequence shows the first once more before the last
  nFresh: 10, // strings never shown, drawn anew and scored at every epoch, as in the paper
  epochs: 600, // at most, for a string; the paper's 100 are too few for a small model
  tail: 0.3, // goes on for this share of the epochs to 100 %: what happens to the predictions then
  learningRate: 3e-3, // 1e-3 for a pretrained model
  beta1: 0.9,
  beta2: 0.99,
  clipNorm: 1,
  pretrainSteps: 0, // on text with local structure; 0 = from scratch
  pretrainRows: 12, // texts of `length` letters a step
  pretrainLearningRate: 3e-3,
  vocabSize: 64, // larger than any alphabet: without that there is nothing to guess first
  dModel: 32,
  nLayers: 2,
  nHeads: 2,
  positions: 'rotary', // with learned ones a string is a list of places, and the phases disappear
  seed: 1,
};

/** The model of a run. */
export function gptConfigOf(config: RandomStringsConfig): GptConfig {
  const { vocabSize, length, dModel, nLayers, nHeads, positions } = config;
  return {
    vocabSize,
    seqLength: length,
    dModel,
    nLayers,
    nHeads,
    positions: positions as GptConfig['positions'],
    mask: 'causal',
    compute: 'float32',
  };
}

/** The strings of a run. */
export function stringOptionsOf(config: RandomStringsConfig): RandomStringOptions {
  const { alphabet, entropyBits, vocabSize, length, seed } = config;
  return { alphabet, entropyBits, vocabSize, length, seed };
}

/** Throws an error naming the key that makes no sense. */
export function validateRandomStrings(config: RandomStringsConfig): void {
  withDefaults('random-strings', randomStringsDefaults, config);
  const experiment = oneOf('experiment', config.experiment, experiments);
  validateAlphabet(config);
  requireInteger('length', config.length, 1);
  requireInteger('seed', config.seed, 0);
  requireInteger('nStrings', config.nStrings, 1);
  requireInteger('nFresh', config.nFresh, 1);
  requireInteger('epochs', config.epochs, 1);
  requireInteger('pretrainSteps', config.pretrainSteps, 0);
  requireInteger('pretrainRows', config.pretrainRows, 1);
  requirePositive('learningRate', config.learningRate);
  requirePositive('pretrainLearningRate', config.pretrainLearningRate);
  oneOf('positions', config.positions, ['rotary', 'learned'] as const);
  validateGptConfig(gptConfigOf(config));
  for (const key of ['tail', 'clipNorm'] as const) {
    if (!(config[key] >= 0)) throw new RangeError(`${key} must be at least 0, not ${config[key]}.`);
  }
  for (const key of ['beta1', 'beta2'] as const) {
    if (!(config[key] >= 0 && config[key] < 1)) {
      throw new RangeError(`${key} must be within 0..1, without 1, not ${config[key]}.`);
    }
  }
  if (experiment === 'sequence' && config.nStrings < 3) {
    throw new RangeError(`A sequence takes at least 3 strings (nStrings), not ${config.nStrings}.`);
  }
  if (experiment !== 'sequence' && config.nStrings !== 1) {
    throw new RangeError(`Only a sequence takes ${config.nStrings} strings (nStrings); use 1.`);
  }
  if (experiment === 'context') {
    validateOtherLetters(config);
    requireInteger('length', config.length, 8); // half of it is recited with prefixes up to the other
  }
}

/** Fills in the defaults. Throws a TypeError on an unknown key. */
export function randomStringsConfig(overrides: Partial<RandomStringsConfig>): RandomStringsConfig {
  const config = withDefaults('random-strings', randomStringsDefaults, overrides);
  const pretrained = config.pretrainSteps > 0;
  if (pretrained && overrides.learningRate === undefined) config.learningRate = 1e-3;
  return config;
}
