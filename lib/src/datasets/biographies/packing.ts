import { requireInteger } from '../../base';
import { permutation, randomStream } from '../../engine/random';
import type { Biography } from './biography';
import type { WordTokenizer } from './tokenizer';

/** Next-token pairs, row after row; weights are 0 where there is nothing to predict. */
export interface TokenRows {
  rows: number;
  length: number;
  tokens: Int32Array; // [rows, length]
  targets: Int32Array; // [rows, length]: the token after each
  weights: Float32Array; // [rows, length]
}

function emptyRows(rows: number, length: number, fill: number): TokenRows {
  const size = rows * length;
  const tokens = new Int32Array(size).fill(fill);
  return { rows, length, tokens, targets: tokens.slice(), weights: new Float32Array(size) };
}

/**
 * One sequence of words a row from position 0, the end token as the last target, then padding.
 * Throws a RangeError when a sequence has more than `length` words, or `length` is no whole number.
 */
export function wordRows(
  sequences: readonly (readonly string[])[],
  tokenizer: WordTokenizer,
  length: number,
): TokenRows {
  requireInteger('length', length, 0);
  const result = emptyRows(sequences.length, length, tokenizer.padId);
  sequences.forEach((words, row) => {
    if (words.length > length) {
      throw new RangeError(`A row of ${words.length} words does not fit into ${length} tokens.`);
    }
    const ids = tokenizer.encode(words);
    const start = row * length;
    result.tokens.set(ids, start);
    result.targets.set(ids.subarray(1), start);
    result.targets[start + ids.length - 1] = tokenizer.eosId;
    result.weights.fill(1, start, start + ids.length);
  });
  return result;
}

/** What is told of somebody: a biography, or another text in its place. */
export type Told = Pick<Biography, 'person' | 'words'>;

/** One biography a row. */
export function bioRows(biographies: readonly Told[], tokenizer: WordTokenizer, length: number) {
  const sequences = biographies.map(({ words }) => words);
  return wordRows(sequences, tokenizer, length);
}

/** Words of the longest biography. */
export const longestBiography = (biographies: readonly Told[]): number =>
  biographies.reduce((most, { words }) => Math.max(most, words.length), 0);

export interface PackingOptions {
  length: number; // tokens of a window; the paper's is 512
  seed: number;
  epoch: number;
}

/** Windows of an epoch: whole ones that all biographies with their end tokens fill. */
export function windowsPerEpoch(biographies: readonly Told[], length: number): number {
  requireInteger('length', length, 1);
  const tokens = biographies.reduce((sum, { words }) => sum + words.length + 1, 0);
  return Math.floor((tokens - 1) / length);
}

/**
 * The biographies in a new random order each epoch, joined by the end token and cut into windows. Two
 * biographies of one person never share a window, not even in part: one that would waits for a later
 * window. The incomplete last window is dropped. Where only people remain that are in the window
 * already, the rest of it is padding with weight 0.
 * Throws when there are too few people to fill windows without repeating any.
 * Source: Allen-Zhu & Li 2023, appendix A (windows of 512, biographies sampled at random).
 */
export function packedWindows(
  biographies: readonly Told[],
  tokenizer: WordTokenizer,
  { length, seed, epoch }: PackingOptions,
): TokenRows {
  const rows = windowsPerEpoch(biographies, length);
  if (rows < 1) {
    throw new RangeError(`All biographies together do not fill one window of ${length} tokens.`);
  }
  requirePeopleForWindows(biographies, length);
  const order = permutation(biographies.length, randomStream(seed, 'packing', epoch));
  const stream = joinWithoutRepeats(biographies, order, tokenizer, length, rows * length + 1);
  const result = emptyRows(rows, length, tokenizer.padId);
  result.tokens.set(stream.subarray(0, rows * length));
  result.targets.set(stream.subarray(1, rows * length + 1));
  result.targets.forEach((id, i) => (result.weights[i] = id === tokenizer.padId ? 0 : 1));
  return result;
}

function requirePeopleForWindows(biographies: readonly Told[], length: number): void {
  const shortest = biographies.reduce((least, { words }) => Math.min(least, words.length), length);
  const touched = 2 * (Math.ceil(length / (shortest + 1)) + 1); // a biography touches two windows
  const people = new Set(biographies.map(({ person }) => person)).size;
  if (people <= touched) {
    throw new RangeError(
      `Windows of ${length} tokens can touch ${touched} biographies, but there are only ${people} ` +
        'people. Use shorter windows or more people.',
    );
  }
}

/** One stream of at least `size` tokens: biographies in order, but for those that have to wait. */
function joinWithoutRepeats(
  biographies: readonly Told[],
  order: Int32Array,
  tokenizer: WordTokenizer,
  length: number,
  size: number,
): Int32Array {
  const stream = new Int32Array(size).fill(tokenizer.padId);
  const lastWindow = new Map<number, number>(); // of each person
  const waiting: number[] = [];
  let next = 0;
  let at = 0;
  // the token after a window is the target of its last position and belongs to it too
  const firstWindow = (position: number): number => Math.floor(Math.max(0, position - 1) / length);
  const fits = (i: number): boolean =>
    (lastWindow.get(biographies[i].person) ?? -1) < firstWindow(at);
  const take = (): number | null => {
    const waited = waiting.findIndex(fits);
    if (waited >= 0) return waiting.splice(waited, 1)[0];
    while (next < order.length) {
      const candidate = order[next++];
      if (fits(candidate)) return candidate;
      waiting.push(candidate);
    }
    return null;
  };
  while (at < size) {
    const index = take();
    if (index === null) {
      if (waiting.length === 0) break;
      at = (firstWindow(at) + 1) * length + 1; // nobody fits here: on to the next window
      continue;
    }
    const { person, words } = biographies[index];
    const ids = tokenizer.encode(words);
    for (let i = 0; i <= ids.length && at < size; i++, at++) {
      stream[at] = i < ids.length ? ids[i] : tokenizer.eosId;
    }
    lastWindow.set(person, Math.floor((at - 1) / length));
  }
  return stream;
}
