/** Per-letter measures of a string [n], as `predictionMeasures` of the model gives them (in nats). */
export interface LetterMeasures {
  correct: ArrayLike<number>;
  nll: ArrayLike<number>;
  mass: ArrayLike<number>;
  entropy: ArrayLike<number>;
  divergence: ArrayLike<number>;
}

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

/** Means over the letters `from` <= i < `to`. Throws a RangeError for no letters. */
export function recollection(letters: LetterMeasures, from: number, to: number): Recollection {
  if (!(to > from)) throw new RangeError(`There are no letters from ${from} to ${to}.`);
  const mean = (values: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i];
    return sum / (to - from);
  };
  return {
    accuracy: mean(letters.correct),
    loss: mean(letters.nll) / Math.LN2,
    mass: mean(letters.mass),
    entropy: mean(letters.entropy) / Math.LN2,
    divergence: mean(letters.divergence) / Math.LN2,
  };
}

/** The first epoch at which the accuracy is at least `level`; null when it never is. */
export function firstEpoch(
  epochs: readonly { epoch: number; accuracy: number }[],
  level: number,
): number | null {
  return epochs.find(({ accuracy }) => accuracy >= level)?.epoch ?? null;
}

/** An accuracy on a scale on which guessing is 0 and knowing everything is 1. */
export function aboveChance(accuracy: number, chance: number): number {
  return (accuracy - chance) / (1 - chance);
}

/**
 * How many of the last letters tell the place in a random string of n letters over l: 2 log_l n,
 * from where on no two places are expected to share them. Source: Speicher et al. 2024.
 */
export function identifyingPrefix(alphabet: number, length: number): number {
  return (2 * Math.log(length)) / Math.log(alphabet);
}

/**
 * The prefix length at which the accuracy reaches `level`, between the lengths measured on a
 * straight line; null when it does not.
 * @param lengths rising
 */
export function prefixReaching(
  lengths: readonly number[],
  accuracies: readonly number[],
  level: number,
): number | null {
  const at = accuracies.findIndex((accuracy) => accuracy >= level);
  if (at <= 0) return at < 0 ? null : lengths[0];
  const share = (level - accuracies[at - 1]) / (accuracies[at] - accuracies[at - 1]);
  return lengths[at - 1] + share * (lengths[at] - lengths[at - 1]);
}
