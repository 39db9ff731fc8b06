import { requireInteger } from '../base';
import { permutation, randomStream } from '../engine/random';
import { BOS } from './random-strings';

/**
 * Text in which the next letter depends on the last few, each at its own distance: for a model to
 * learn, before any random string, what real text teaches it, to look at exactly the letter that
 * stands one, two or three places back.
 */
export interface LocalTextOptions {
  vocabSize: number; // the letters are 1..vocabSize-1
  length: number;
  textLags: number; // how many of the last letters tell the next
  seed: number;
}

/** Letters that may follow a letter at one distance: few, so that each place tells much. */
export const FOLLOWERS = 2;

/**
 * For each lag the letters that may follow each letter: [lag][letter - 1] -> FOLLOWERS letters. Each
 * letter follows as many letters as any other, so that all are about equally frequent.
 */
export function followTables({
  vocabSize,
  textLags,
  seed,
}: Omit<LocalTextOptions, 'length'>): number[][][] {
  requireInteger('vocabSize', vocabSize, 3);
  requireInteger('textLags', textLags, 1);
  return Array.from({ length: textLags }, (_, i) => i + 1).map((lag) => {
    const orders = Array.from({ length: FOLLOWERS }, (_, i) =>
      permutation(vocabSize - 1, randomStream(seed, `follow-table/${lag}`, i)),
    );
    return Array.from({ length: vocabSize - 1 }, (_, letter) =>
      orders.map((order) => order[letter] + 1),
    );
  });
}

/**
 * `rows` texts of `length` letters, one array a row; byte-identical for a seed and an index on any
 * machine. Each letter follows one of the last `textLags`, picked at random, as that lag's table allows.
 * @param index of the batch: texts of different indices are independent
 * @param tables of `followTables` for the same seed
 */
export function localText(
  options: LocalTextOptions,
  rows: number,
  index: number,
  tables = followTables(options),
): Int32Array[] {
  const { vocabSize, length, seed } = options;
  requireInteger('length', length, 1);
  const stream = randomStream(seed, 'local-text', index);
  return Array.from({ length: rows }, () => {
    const text = new Int32Array(length);
    for (let t = 0; t < length; t++) {
      const which = stream.integer(tables.length); // the lag less 1
      const before = t > which ? text[t - which - 1] : BOS;
      text[t] =
        before === BOS
          ? 1 + stream.integer(vocabSize - 1) // nothing stands there yet
          : tables[which][before - 1][stream.integer(FOLLOWERS)];
    }
    return text;
  });
}
