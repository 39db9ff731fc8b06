import { requireInteger } from '../base';
import type { RandomStream } from '../engine/random';
import { type AlphabetOptions, drawLetters, letterProbabilities } from './random-strings';

/**
 * What stands in a memorized string where its own letters were taken out, from like to unlike:
 * letters drawn anew from the string's distribution; from a skewed distribution over the same
 * letters; from as many letters outside of the alphabet; one letter of the alphabet over and over.
 */
export const contextKinds = ['redrawn', 'skewed', 'other letters', 'constant'] as const;
export type ContextKind = (typeof contextKinds)[number];

/** The skewed distribution has this share of the entropy of the string's own. */
export const SKEWED_SHARE = 0.5;

/** Throws a RangeError when there are too few tokens outside of the alphabet for other letters. */
export function validateOtherLetters({ alphabet, vocabSize }: AlphabetOptions): void {
  if (2 * alphabet > vocabSize - 1) {
    throw new RangeError(
      `Replacing ${alphabet} letters by as many others needs a vocabulary of at least ` +
        `${2 * alphabet + 1} tokens, not ${vocabSize}.`,
    );
  }
}

/** `length` letters of one kind. */
function replacement(
  kind: ContextKind,
  options: AlphabetOptions,
  length: number,
  stream: RandomStream,
): Int32Array {
  const probabilities = letterProbabilities(options);
  switch (kind) {
    case 'redrawn':
      return drawLetters(probabilities, length, stream);
    case 'skewed': {
      const bits = SKEWED_SHARE * (options.entropyBits || Math.log2(options.alphabet));
      const skewed = letterProbabilities({ ...options, entropyBits: bits });
      const favorite = stream.integer(options.alphabet); // else the same letter in every draw
      return drawLetters(skewed, length, stream).map(
        (letter) => 1 + ((letter - 1 + favorite) % options.alphabet),
      );
    }
    case 'other letters':
      validateOtherLetters(options);
      return drawLetters(probabilities, length, stream).map((letter) => letter + options.alphabet);
    case 'constant':
      return new Int32Array(length).fill(1 + stream.integer(options.alphabet));
  }
}

/**
 * The string as a model sees it that has to predict the letter at `position` (0, 1, ...): the
 * `prefix` letters before it are genuine, those before them replaced, and so are the ones after it,
 * which a causal model does not see.
 * Throws a RangeError when the prefix is longer than what stands before the position, or the
 * position is outside of the string.
 */
export function replacedContext(
  string: Int32Array,
  at: { position: number; prefix: number },
  kind: ContextKind,
  options: AlphabetOptions,
  stream: RandomStream,
): Int32Array {
  const { position, prefix } = at;
  requireInteger('position', position, 0);
  requireInteger('prefix', prefix, 0);
  if (position >= string.length) {
    throw new RangeError(
      `There is no letter at position ${position} of a string of ${string.length} letters.`,
    );
  }
  if (prefix > position) {
    throw new RangeError(
      `A prefix of ${prefix} letters is longer than what stands before position ${position} of the ` +
        `string: ${position} letters.`,
    );
  }
  const changed = replacement(kind, options, string.length, stream);
  changed.set(string.subarray(position - prefix, position + 1), position - prefix);
  return changed;
}
