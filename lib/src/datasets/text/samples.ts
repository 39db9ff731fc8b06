import { requireInteger, requireShare } from '../../base';
import { permutation, randomStream } from '../../engine/random';
import { COMMON_LANGUAGE, textWindows } from './windows';

/** Sequences, and of which language or source each is. */
export interface Grouped {
  tokens: Int32Array; // [n * S], row after row
  groups: string[]; // [n]
}

/** Sequences to train on, and others of the same source that no training shows. */
export interface Samples extends Grouped {
  fresh: Grouped;
}

export interface SamplesOptions {
  nSequences: number;
  freshSequences: number;
  seqLength: number; // S
  seed: number;
}

/** What is asked of a text. */
export interface TextOptions extends SamplesOptions {
  otherShare: number; // of the windows in other languages than English
}

/**
 * Windows of real text in a random order, the same bytes for a seed on any machine. Of two sizes of a
 * dataset the smaller is the beginning of the larger, and the fresh windows are those of both.
 * Throws a RangeError where there is not enough text.
 */
export function textSamples(options: TextOptions): Samples {
  const { nSequences, freshSequences, seqLength, otherShare, seed } = options;
  requireInteger('nSequences', nSequences, 1);
  requireInteger('seqLength', seqLength, 2);
  requireShare('otherShare', otherShare);
  const windows = textWindows(seqLength);
  const common = windows.filter(({ language }) => language === COMMON_LANGUAGE);
  const others = windows.filter(({ language }) => language !== COMMON_LANGUAGE);
  const count = Math.round((common.length * otherShare) / (1 - otherShare));
  const some = permutation(others.length, randomStream(seed, 'other-languages')).subarray(0, count);
  const mixed = [...common, ...Array.from(some, (i) => others[i])];
  if (count > others.length || nSequences + freshSequences > mixed.length) {
    throw new RangeError(
      `There are ${mixed.length} windows of ${seqLength} bytes, ${others.length} of them in other ` +
        `languages: too few for ${nSequences} to train on, ${freshSequences} fresh ones and a share ` +
        `of ${otherShare} in other languages.`,
    );
  }
  const order = permutation(mixed.length, randomStream(seed, 'text-order'));
  const picked = Array.from(order, (i) => mixed[i]);
  const part = (from: number, to: number): Grouped => {
    const chosen = picked.slice(from, to);
    const tokens = new Int32Array(chosen.length * seqLength);
    chosen.forEach(({ bytes }, row) => tokens.set(bytes, row * seqLength));
    return { tokens, groups: chosen.map(({ language }) => language) };
  };
  return { ...part(0, nSequences), fresh: part(picked.length - freshSequences, picked.length) };
}
