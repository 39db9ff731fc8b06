import { requireInteger } from '../base';
import { randomStream, type RandomStream } from '../engine/random';
import { sha256Hex, valuesHash } from './hash';
import { shiftedPairs, type TokenPairs } from './random-sequences';

/** Starts every string, so that its first letter is predicted too. Letters are the tokens 1..l. */
export const BOS = 0;

/** Where the letters of a random string come from. */
export interface AlphabetOptions {
  alphabet: number; // letters l; the tokens 1..l
  entropyBits: number; // of a letter; 0 = uniform, which is log2 l
  vocabSize: number; // of the model: at least l + 1
}

export interface RandomStringOptions extends AlphabetOptions {
  length: number; // letters n
  seed: number;
}

/** Throws a RangeError naming the option that makes no sense. */
export function validateAlphabet({ alphabet, entropyBits, vocabSize }: AlphabetOptions): void {
  requireInteger('vocabSize', vocabSize, 2);
  requireInteger('alphabet', alphabet, 2);
  if (alphabet > vocabSize - 1) {
    throw new RangeError(
      `An alphabet of ${alphabet} letters does not fit into a vocabulary of ${vocabSize} tokens, ` +
        `of which one starts the string. Take at most ${vocabSize - 1} letters or a larger vocabSize.`,
    );
  }
  const most = Math.log2(alphabet);
  if (!(entropyBits >= 0 && entropyBits <= most)) {
    throw new RangeError(
      `entropyBits must be within 0..log2(alphabet) = ${most.toFixed(4)} for ${alphabet} letters ` +
        `(0 = uniform), not ${entropyBits}.`,
    );
  }
}

/** Entropy in bits of a distribution that sums to 1. */
export const entropyOf = (probabilities: ArrayLike<number>): number =>
  Array.from(probabilities).reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);

/** The distribution [n] in which i = 0, 1, ... is as frequent as its weight among all. */
export function distributed(n: number, weight: (i: number) => number): Float64Array {
  const weights = Float64Array.from({ length: n }, (_, i) => weight(i));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((one) => one / sum);
}

/** p_i proportional to exp(-steepness i). */
const geometric = (letters: number, steepness: number): Float64Array =>
  distributed(letters, (i) => Math.exp(-steepness * i));

const HALVINGS = 60;

/**
 * The probabilities [l] of the letters 1..l. Uniform, or, for a given entropy, falling off by the
 * same factor from letter to letter: the one distribution of that form with that entropy, found by
 * bisection. Throws as `validateAlphabet` does.
 */
export function letterProbabilities(options: AlphabetOptions): Float64Array {
  validateAlphabet(options);
  const { alphabet, entropyBits } = options;
  if (entropyBits === 0) return geometric(alphabet, 0);
  let [flat, steep] = [0, 50]; // at 50 the second letter has less than 1e-21
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (flat + steep) / 2;
    if (entropyOf(geometric(alphabet, middle)) > entropyBits) flat = middle;
    else steep = middle;
  }
  return geometric(alphabet, (flat + steep) / 2);
}

/** `length` letters drawn independently from the stream, by inverting the cumulative distribution. */
export function drawLetters(
  probabilities: ArrayLike<number>,
  length: number,
  stream: RandomStream,
): Int32Array {
  return Int32Array.from({ length }, () => {
    let left = stream.uniform();
    let letter = 0;
    while (letter < probabilities.length - 1 && left >= probabilities[letter]) {
      left -= probabilities[letter];
      letter += 1;
    }
    return letter + 1;
  });
}

/**
 * The random string number `index` of a seed: `length` independent letters, without the BOS before
 * them; byte-identical on any machine, whatever other strings are drawn.
 * Throws a RangeError naming the option that makes no sense. Source: Speicher et al. 2024, section 3.
 */
export const randomString = (options: RandomStringOptions, index: number): Int32Array =>
  drawStrings(options, 1, 'random-string', index)[0];

/**
 * Strings of the same kind that are never learned, to compare with: `count` of them for each index,
 * byte-identical on any machine. Throws as `randomString` does.
 */
export const freshStrings = (options: RandomStringOptions, count: number, index: number) =>
  drawStrings(options, count, 'fresh-strings', index);

function drawStrings(
  options: RandomStringOptions,
  count: number,
  name: string,
  index: number,
): Int32Array[] {
  requireInteger('length', options.length, 1);
  const probabilities = letterProbabilities(options);
  const stream = randomStream(options.seed, name, index);
  return Array.from({ length: count }, () => drawLetters(probabilities, options.length, stream));
}

/**
 * What a model is given to predict strings letter by letter: tokens are BOS and all letters but the
 * last, targets all letters. Rows of equal length, one after the other.
 * Throws a RangeError when the strings differ in length.
 */
export function promptedPairs(strings: readonly Int32Array[]): TokenPairs {
  const length = strings[0]?.length ?? 0;
  const prompted = new Int32Array(strings.length * (length + 1)).fill(BOS);
  strings.forEach((letters, row) => {
    if (letters.length !== length) {
      throw new RangeError(`Strings of ${length} and ${letters.length} letters make no batch.`);
    }
    prompted.set(letters, row * (length + 1) + 1);
  });
  return shiftedPairs(prompted, length + 1);
}

/** SHA-256 (hex) of the strings 0..n-1 of a seed. */
export function randomStringsHash(options: RandomStringOptions, nStrings: number): string {
  const hashes = Array.from({ length: nStrings }, (_, i) => valuesHash(randomString(options, i)));
  return sha256Hex([`${nStrings} x ${options.length}`, ...hashes]);
}
