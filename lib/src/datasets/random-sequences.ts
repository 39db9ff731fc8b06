import { createHash } from 'node:crypto';
import { randomStream, requireInteger } from '../engine';

/** Uniformly random token sequences: nothing to generalize, so all that is known is memorized. */
export interface RandomSequencesOptions {
  nSequences: number;
  seqLength: number;
  vocabSize: number;
  seed: number;
}

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

/** Next-token pairs: of each row the first S - 1 tokens, and the last S - 1 as their targets. */
export function shiftedPairs(
  sequences: Int32Array,
  seqLength: number,
): { tokens: Int32Array; targets: Int32Array } {
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

/** SHA-256 (hex) of values in little-endian byte order. */
export function valuesHash(values: Int32Array): string {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeInt32LE(value, 4 * i));
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 (hex) of several texts, one after the other. */
export const joinedHash = (...texts: string[]): string =>
  createHash('sha256').update(texts.join('')).digest('hex');

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
  return createHash('sha256')
    .update(`${nSequences} x ${seqLength} of ${vocabSize}: ${start}`)
    .digest('hex');
}
