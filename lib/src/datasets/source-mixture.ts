import { requireInteger } from '../base';
import { permutation, randomStream } from '../engine/random';
import { distributed, drawLetters } from './random-strings';
import type { Grouped, Samples, SamplesOptions } from './text';

export interface MixtureOptions extends SamplesOptions {
  vocabSize: number;
  nSources: number;
}

/** Probabilities [nSources] of Zipf's law: the k-th source has 1/k of the first. */
const zipf = (nSources: number): Float64Array => distributed(nSources, (k) => 1 / (k + 1));

/** How rare each source is: the bits that it takes to name it, -log2 of its probability. */
export const sourceRarities = (nSources: number): number[] =>
  Array.from(zipf(nSources), (probability) => -Math.log2(probability));

/**
 * Sequences from a mixture of sources as frequent as Zipf's law has it, each with letters that no other
 * has, as languages have scripts, and all of its letters equally likely: so it is known exactly how
 * rare a sequence is, and that of a source nothing can be learned but its letters. The same bytes for
 * a seed on any machine; of two sizes of a dataset the smaller is the beginning of the larger.
 * Throws a RangeError where a source would have fewer than two letters.
 */
export function mixtureSamples(options: MixtureOptions): Samples {
  const { nSequences, freshSequences, seqLength, vocabSize, nSources, seed } = options;
  requireInteger('nSequences', nSequences, 1);
  requireInteger('seqLength', seqLength, 2);
  requireInteger('nSources', nSources, 1);
  const own = Math.floor(vocabSize / nSources); // letters of a source
  if (own < 2) {
    throw new RangeError(
      `${nSources} sources need a vocabulary of at least ${2 * nSources} tokens, not ${vocabSize}.`,
    );
  }
  const letters = permutation(vocabSize, randomStream(seed, 'source-letters'));
  const probabilities = zipf(nSources);
  const drawn = (name: string, count: number): Grouped => {
    const stream = randomStream(seed, name);
    const tokens = new Int32Array(count * seqLength);
    const groups = Array.from({ length: count }, (_, row) => {
      const source = drawLetters(probabilities, 1, stream)[0] - 1;
      for (let i = 0; i < seqLength; i++) {
        tokens[row * seqLength + i] = letters[source * own + stream.integer(own)];
      }
      return String(source);
    });
    return { tokens, groups };
  };
  return { ...drawn('mixture', nSequences), fresh: drawn('fresh-mixture', freshSequences) };
}
