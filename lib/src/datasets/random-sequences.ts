import { requireInteger } from '../base';
import { randomStream } from '../engine/random';
import { sha256Hex, valuesHash } from './hash';
import type { Grouped, Samples, SamplesOptions } from './text';

/** Sizes of a dataset of uniformly random sequences. */
export interface RandomDataset {
  nSequences: number;
  seqLength: number;
  vocabSize: number;
}

/** Uniformly random token sequences: nothing to generalize, so all that is known is memorized. */
export interface RandomSequencesOptions extends RandomDataset {
  seed: number;
}

/** What a model is given and what it has to predict, row after row. */
export type TokenPairs = { tokens: Int32Array; targets: Int32Array };

/**
 * Tokens int32 [nSequences * seqLength], row after row; byte-identical for a seed on any machine.
 * Throws a RangeError naming the option that makes no sense.
 * Source: Morris et al. 2025, section 3.
 */
export function randomSequences(options: RandomSequencesOptions): Int32Array {
  const { nSequences, seqLength, vocabSize, seed } = options;
  requireInteger('nSequences', nSequences, 1);
  requireInteger('seqLength', seqLength, 2);
  requireInteger('vocabSize', vocabSize, 2);
  const stream = randomStream(seed, 'random-sequences');
  return Int32Array.from({ length: nSequences * seqLength }, () => stream.integer(vocabSize));
}

/** Random sequences to train on, and what comes after them in the stream: no training shows it. */
export function randomSamples(options: SamplesOptions & RandomSequencesOptions): Samples {
  const { nSequences, freshSequences, seqLength } = options;
  const all = randomSequences({ ...options, nSequences: nSequences + freshSequences });
  const part = (from: number, to: number): Grouped => ({
    tokens: all.subarray(from * seqLength, to * seqLength),
    groups: Array.from({ length: to - from }, () => 'random'),
  });
  return { ...part(0, nSequences), fresh: part(nSequences, nSequences + freshSequences) };
}

/** Next-token pairs: of each row the first S - 1 tokens, and the last S - 1 as their targets. */
export function shiftedPairs(sequences: Int32Array, seqLength: number): TokenPairs {
  const rows = sequences.length / seqLength;
  const tokens = new Int32Array(rows * (seqLength - 1));
  const targets = new Int32Array(rows * (seqLength - 1));
  for (let row = 0; row < rows; row++) {
    const start = row * seqLength;
    tokens.set(sequences.subarray(start, start + seqLength - 1), row * (seqLength - 1));
    targets.set(sequences.subarray(start + 1, start + seqLength), row * (seqLength - 1));
  }
  return { tokens, targets };
}

const HASHED_TOKENS = 1 << 16;

/**
 * SHA-256 (hex) that names a dataset: of its sizes and its first 65,536 tokens. They come from one
 * stream, so that a change anywhere in the making of it shows there, and a sweep over datasets of
 * many millions of tokens can be planned in seconds.
 */
export function randomSequencesHash(options: RandomSequencesOptions): string {
  const { nSequences, seqLength, vocabSize } = options;
  const rows = Math.min(nSequences, Math.ceil(HASHED_TOKENS / seqLength));
  const start = valuesHash(randomSequences({ ...options, nSequences: rows }));
  return sha256Hex([`${nSequences} x ${seqLength} of ${vocabSize}: ${start}`]);
}
