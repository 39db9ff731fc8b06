import {
  added,
  atLeastZero,
  type ConfigOf,
  type FlatConfig,
  numbersIn,
  requireInteger,
  text,
} from '../../base';
import { tokenFields } from '../../recipes/token-config';

const MOST_BITS = 16;

/** The widths in such a list as '8,4'; none in an empty one. Throws a RangeError naming the key. */
function widthsIn(key: string, list: string): number[] {
  const widths = list === '' ? [] : numbersIn(key, list);
  for (const bits of widths) {
    requireInteger(key, bits, 2);
    if (bits > MOST_BITS) throw new RangeError(`${key}: ${bits} bits are more than ${MOST_BITS}.`);
  }
  return widths;
}

/** A model trained on random sequences, and what its weights are rounded to when that is over. */
export const capacityFields = {
  ...tokenFields,
  muonLearningRate: added(atLeastZero(0)), // of the matrices between layers; 0 = AdamW for them too
  // bits of a weight, such as '8,4': each time the trained weights are rounded; empty = not
  roundedTo: added(text('', (key, list) => void widthsIn(key, list))),
};

export type CapacityConfig = ConfigOf<typeof capacityFields> & FlatConfig;

/** The widths in bits that a run's weights are rounded to. */
export const roundedToOf = ({ roundedTo }: CapacityConfig) => widthsIn('roundedTo', roundedTo);
