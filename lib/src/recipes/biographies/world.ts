import {
  augmentationOf,
  biographiesHash,
  type Biography,
  bioRows,
  longestBiography,
  makeBiographies,
  makePeople,
  packedWindows,
  type Person,
  type TokenRows,
  windowsPerEpoch,
  type WordTokenizer,
} from '../../datasets';
import { randomStream } from '../../engine';
import type { GptConfig } from '../../model';
import { endlessOrder, pickRows } from '../rows';
import { biographyGpt, isMasked, type PretrainConfig, tokenizerOf } from './config';
import { hiddenWords } from './hidden';
import { maskedWords } from './masked';

/** All that follows from a configuration before anything is trained. */
export interface World {
  people: Person[];
  biographies: Biography[];
  tokenizer: WordTokenizer;
  gpt: GptConfig;
  rowLength: number; // tokens of a row of the batches
  /** Rows or windows of a training step: a function of the step alone. */
  batch(step: number): TokenRows;
}

/** Throws as the making of people and biographies does. */
export function makeWorld(config: PretrainConfig): World {
  const { seed, templates, windowLength } = config;
  const people = makePeople(config, seed);
  const biographies = makeBiographies(people, augmentationOf(config.data), { templates, seed });
  const tokenizer = tokenizerOf(config);
  const longest = longestBiography(biographies);
  const gpt = biographyGpt(config, {
    vocabSize: tokenizer.size,
    seqLength: Math.max(windowLength, longest + 1), // and a token before
  });
  const rowLength = windowLength || longest + Number(config.leadIn > 0);
  const source = windowLength ? windowBatches : config.leadIn > 0 ? leadInBatches : rowBatches;
  const batch = source(biographies, tokenizer, rowLength, config, people);
  return { people, biographies, tokenizer, gpt, rowLength, batch };
}

/** SHA-256 (hex) of the biographies, which are all that models are trained on. */
export const worldHash = (config: PretrainConfig): string =>
  biographiesHash(config, augmentationOf(config.data), config);

type Batches = (
  biographies: Biography[],
  tokenizer: WordTokenizer,
  length: number,
  config: PretrainConfig,
  people: Person[],
) => (step: number) => TokenRows;

/** Rows in a new order over all biographies each epoch, one epoch after the other. */
const rowBatches: Batches = (biographies, tokenizer, length, config, people) => {
  const { batchSize, seed } = config;
  const all = bioRows(biographies, tokenizer, length);
  const next = endlessOrder(all.rows, seed, 'epoch-order');
  const hide = isMasked(config)
    ? maskedWords(biographies, tokenizer, config)
    : hiddenWords(biographies, people, config, tokenizer.padId);
  return (step) => {
    const picked = next(step * batchSize, batchSize);
    return hide(pickRows(all, picked), picked, step);
  };
};

/**
 * The same rows, but that no name stands at the start of everything: before each biography come the
 * end token and, as far as the row has room, a random number (at most `leadIn`) of the last words of
 * another person's biography, as in a window. They are read only: their weight is 0.
 */
const leadInBatches: Batches = (biographies, tokenizer, length, { batchSize, seed, leadIn }) => {
  const encoded = biographies.map(({ words }) => tokenizer.encode(words));
  if (new Set(biographies.map(({ person }) => person)).size < 2) {
    throw new RangeError(
      'A lead-in comes from another person: with leadIn, nPeople must be above 1.',
    );
  }
  const next = endlessOrder(biographies.length, seed, 'epoch-order');
  const { padId, eosId } = tokenizer;
  return (step) => {
    const size = batchSize * length;
    const tokens = new Int32Array(size).fill(padId);
    const targets = new Int32Array(size).fill(padId);
    const weights = new Float32Array(size);
    const stream = randomStream(seed, 'lead-in', step);
    next(step * batchSize, batchSize).forEach((index, i) => {
      const words = encoded[index];
      let other: number;
      do other = stream.integer(biographies.length);
      while (biographies[other].person === biographies[index].person);
      const most = Math.min(leadIn, length - 1 - words.length, encoded[other].length);
      const lead = encoded[other].subarray(encoded[other].length - stream.integer(most + 1));
      const sequence = [...lead, eosId, ...words, eosId];
      const start = i * length;
      tokens.set(sequence.slice(0, -1), start);
      targets.set(sequence.slice(1), start);
      weights.fill(1, start + lead.length + 1, start + sequence.length - 1);
    });
    return { rows: batchSize, length, tokens, targets, weights };
  };
};

/** Windows in the order of their epoch; an incomplete last batch is dropped. */
const windowBatches: Batches = (biographies, tokenizer, length, config) => {
  const { batchSize, seed } = config;
  const perEpoch = Math.floor(windowsPerEpoch(biographies, length) / batchSize);
  if (perEpoch < 1) {
    throw new RangeError(
      `All biographies together fill fewer than batchSize = ${batchSize} windows of ${length} ` +
        'tokens. Use a smaller batch, shorter windows or more people.',
    );
  }
  const mask = isMasked(config) ? maskedWords([], tokenizer, config) : (rows: TokenRows) => rows;
  let kept: { epoch: number; windows: TokenRows } | null = null;
  return (step) => {
    const epoch = Math.floor(step / perEpoch);
    if (kept?.epoch !== epoch) {
      kept = { epoch, windows: packedWindows(biographies, tokenizer, { length, seed, epoch }) };
    }
    const first = (step % perEpoch) * batchSize;
    const picked = Int32Array.from({ length: batchSize }, (_, i) => first + i);
    return mask(pickRows(kept.windows, picked), picked, step);
  };
};
