import { choice, type ConfigOf, type FlatConfig, requireInteger } from '../../base';
import { validateOtherLetters } from '../../datasets';
import { checkStrings, stringFields } from '../../recipes/strings/config';

/**
 * What is done with the strings. `memorize`: one string is learned. `sequence`: several are learned,
 * one after the other, and the first once more before the last. `context`: one is learned, and then
 * recited in contexts that were replaced.
 */
const experiments = ['memorize', 'sequence', 'context'] as const;

/** One run: a GPT that is shown random strings. */
export const randomStringsFields = {
  experiment: choice(experiments, 'memorize'),
  ...stringFields,
};

export type RandomStringsConfig = ConfigOf<typeof randomStringsFields> & FlatConfig;

/** What has to hold between keys. Throws naming the key. */
export function checkRandomStrings(config: RandomStringsConfig): void {
  const { experiment, nStrings, length } = config;
  checkStrings(config);
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
