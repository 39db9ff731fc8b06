import {
  added,
  atLeastZero,
  type ConfigOf,
  type FlatConfig,
  numbersIn,
  requireInteger,
  text,
} from '../../base';
import { validateGptConfig } from '../../model';
import { tokenFields, tokenGpt } from '../../recipes/token-config';

/** A model trained on random sequences, and what its weights are rounded to when that is over. */
export const capacityFields = {
  ...tokenFields,
  muonLearningRate: added(atLeastZero(0)), // of the matrices between layers; 0 = AdamW for them too
  // bits of a weight, such as '8,4': each time the trained weights are rounded; empty = not
  roundedTo: added(text('', (key, list) => void (list === '' || numbersIn(key, list)))),
};

export type CapacityConfig = ConfigOf<typeof capacityFields> & FlatConfig;

const MOST_BITS = 16;

/** The widths in bits that a run's weights are rounded to. */
export const roundedToOf = ({ roundedTo: list }: CapacityConfig): number[] =>
  list === '' ? [] : numbersIn('roundedTo', list);

/** What has to hold between keys. Throws a RangeError naming the key. */
export function checkCapacity(config: CapacityConfig): void {
  validateGptConfig(tokenGpt(config));
  for (const bits of roundedToOf(config)) {
    requireInteger('roundedTo', bits, 2);
    if (bits > MOST_BITS)
      throw new RangeError(`roundedTo: ${bits} bits are more than ${MOST_BITS}.`);
  }
}
