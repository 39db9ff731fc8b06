import {
  added,
  atLeastZero,
  belowOne,
  choice,
  type ConfigOf,
  type FlatConfig,
  int,
  positive,
  requireInteger,
} from '../../base';
import {
  sha256Hex,
  localText,
  randomString,
  randomStringsHash,
  validateAlphabet,
  validateOtherLetters,
  valuesHash,
} from '../../datasets';
import type { Stage } from '../../experiment';
import { type GptConfig, gptParameterCount, validateGptConfig } from '../../model';
import type { StringMeasurements } from './summary';

/*
 * A GPT that is shown random strings until it recites them. Speicher et al. 2024.
 */

/**
 * What is done with the strings. `memorize`: one string is learned. `sequence`: several are learned,
 * one after the other, and the first once more before the last. `context`: one is learned, and then
 * recited in contexts that were replaced.
 */
const experiments = ['memorize', 'sequence', 'context'] as const;

/** The keys of such a run. */
export const stringFields = {
  experiment: choice(experiments, 'memorize'),
  alphabet: int(26, 2), // letters l
  entropyBits: atLeastZero(0), // of a letter; 0 = uniform, log2 l
  length: int(128, 1), // letters n
  nStrings: int(1, 1), // different ones
  nFresh: int(10, 1), // strings never shown, drawn anew and scored at every epoch, as in the paper
  epochs: int(600, 1), // at most, for a string; the paper's 100 are too few for a small model
  tail: atLeastZero(0.3), // goes on for this share of the epochs to 100 %: what predictions do then
  learningRate: positive(3e-3), // 1e-3 for a pretrained model
  beta1: belowOne(0.9),
  beta2: belowOne(0.99),
  clipNorm: atLeastZero(1),
  pretrainSteps: int(0), // on text with local structure; 0 = from scratch
  pretrainRows: int(12, 1), // texts of `length` letters a step
  pretrainLearningRate: positive(3e-3),
  textLags: added(int(3, 1)), // how many of the last letters tell the next one of the local text
  vocabSize: int(64, 2), // larger than any alphabet: without that there is nothing to guess first
  dModel: int(32, 1),
  nLayers: int(2, 1),
  nHeads: int(2, 1),
  positions: choice(['rotary', 'learned'], 'rotary'), // learned: a list of places, without phases
  seed: int(1),
};

export type StringConfig = ConfigOf<typeof stringFields> & FlatConfig;

/** A pretrained model takes a lower learning rate. */
export const derivedStrings = ({
  pretrainSteps,
  learningRate,
}: StringConfig): Partial<StringConfig> => ({
  learningRate: pretrainSteps > 0 ? 1e-3 : learningRate,
});

/** What has to hold between keys. Throws naming the key. */
export function checkStrings(config: StringConfig): void {
  const { experiment, nStrings, length } = config;
  validateAlphabet(config);
  validateGptConfig(stringGpt(config));
  if (experiment === 'sequence' && nStrings < 3) {
    throw new RangeError(`A sequence takes at least 3 strings (nStrings), not ${nStrings}.`);
  }
  if (experiment !== 'sequence' && nStrings !== 1) {
    throw new RangeError(`Only a sequence takes ${nStrings} strings (nStrings); use 1.`);
  }
  if (experiment === 'context') {
    validateOtherLetters(config);
    requireInteger('length', length, 8); // half of it is recited with prefixes up to the other
  }
}

/** The model of a run. */
export function stringGpt(config: StringConfig): GptConfig {
  const { vocabSize, length, dModel, nLayers, nHeads, positions } = config;
  const size = { vocabSize, seqLength: length, dModel, nLayers, nHeads };
  return { ...size, positions, mask: 'causal', compute: 'float32' };
}

/** SHA-256 (hex) of the strings of a run, and of the text before them. */
export function stringsHash(config: StringConfig): string {
  const strings = randomStringsHash(config, config.nStrings);
  if (config.pretrainSteps === 0) return strings;
  const [text] = localText(config, 1, 0);
  return sha256Hex([strings, valuesHash(text)]);
}

/** The strings that a run shows. */
export const stringsOf = (config: StringConfig): Int32Array[] =>
  Array.from({ length: config.nStrings }, (_, i) => randomString(config, i));

/**
 * Which string is shown, exposure by exposure. Of several the first comes once more before the last
 * new one: between two new strings, so that it can be compared with both.
 */
export function showingOrder({ nStrings }: Pick<StringConfig, 'nStrings'>): number[] {
  const all = Array.from({ length: nStrings }, (_, i) => i);
  return nStrings === 1 ? all : [...all.slice(0, -1), 0, nStrings - 1];
}

const USUAL_EPOCHS = 300;

/** Pretraining, the exposures, and what is recited at every epoch: forward, a third of an update. */
export function stringStages(config: StringConfig, measurements?: StringMeasurements): Stage[] {
  const { pretrainSteps, pretrainRows, length, epochs, nStrings, nFresh } = config;
  const params = gptParameterCount(stringGpt(config));
  const shown = measurements
    ? measurements.exposures.reduce((sum, exposure) => sum + exposure.shown, 0)
    : showingOrder(config).length * Math.min(epochs, USUAL_EPOCHS);
  const recited = (nStrings + nFresh) * length;
  return [
    { name: 'local text', steps: pretrainSteps, tokens: pretrainRows * length, params },
    { name: 'strings', steps: shown, tokens: length, params },
    { name: 'recited', steps: shown, tokens: recited, params, work: 1 / 3, learns: false },
  ];
}
