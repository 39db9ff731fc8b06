import { mean } from '../../stats';

/** Per-letter measures of a string [n], as `predictionMeasures` of the model gives them (in nats). */
export type LetterMeasures = Record<
  'correct' | 'nll' | 'mass' | 'entropy' | 'divergence',
  ArrayLike<number>
>;

/**
 * How well a model recites strings and how its predictions look, as means over letters.
 * Source: Speicher et al. 2024, section 3.
 */
export interface Recollection {
  accuracy: number; // share of the letters that are the model's first choice, given those before them
  loss: number; // -log2 p(letter), bits
  mass: number; // probability of all letters of the alphabet, whichever
  entropy: number; // of the prediction, bits
  divergence: number; // KL(alphabet's distribution || prediction), bits
}

export const recollectionKeys = ['accuracy', 'loss', 'mass', 'entropy', 'divergence'] as const;

/** The recollection whose values, by its keys, are given. */
export const recollectionFrom = (
  value: (key: (typeof recollectionKeys)[number]) => number,
): Recollection =>
  Object.fromEntries(recollectionKeys.map((key) => [key, value(key)])) as unknown as Recollection;

/** Means over the letters `from` <= i < `to`. Throws a RangeError for no letters. */
export function recollection(letters: LetterMeasures, from: number, to: number): Recollection {
  if (!(to > from)) throw new RangeError(`There are no letters from ${from} to ${to}.`);
  const over = (values: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i];
    return sum / (to - from);
  };
  return {
    accuracy: over(letters.correct),
    loss: over(letters.nll) / Math.LN2,
    mass: over(letters.mass),
    entropy: over(letters.entropy) / Math.LN2,
    divergence: over(letters.divergence) / Math.LN2,
  };
}

/** Means over all letters of several strings. */
export function meanRecollection(strings: readonly LetterMeasures[]): Recollection {
  const each = strings.map((letters) => recollection(letters, 0, letters.correct.length));
  return recollectionFrom((key) => mean(each.map((one) => one[key])));
}
