import {
  attributes,
  type Biography,
  namePlaces,
  type Person,
  type TokenRows,
} from '../../datasets';
import { permutation, randomStream } from '../../engine';
import type { PretrainConfig } from './config';

/** Makes rows of biographies (`picked`: which, one a row) in which words are hidden from the model. */
export type Hide = (rows: TokenRows, picked: Int32Array, step: number) => TokenRows;

/**
 * Hides each value with probability `hiddenShare`, anew whenever a biography is shown: the model reads
 * the padding token in place of its words, while all targets and weights stay. So what comes after a
 * value cannot be told from it. The control hides as many words of the templates instead, neither names
 * nor values. An intervention of this kit, not the paper's.
 */
export function hiddenWords(
  biographies: readonly Biography[],
  people: readonly Person[],
  { hidden, hiddenShare, seed }: PretrainConfig,
  padId: number,
): Hide {
  if (hiddenShare === 0) return (rows) => rows;
  return (rows, picked, step) => {
    const tokens = rows.tokens.slice();
    const chance = randomStream(seed, 'hidden-values', step);
    const choice = randomStream(seed, 'hidden-template-words', step);
    picked.forEach((index, row) => {
      const biography = biographies[index];
      const chosen = attributes.filter(() => chance.uniform() < hiddenShare);
      let places = chosen.flatMap((attribute) => placesOf(biography.spans[attribute]));
      if (hidden === 'template words') {
        const free = templatePlaces(biography, people[biography.person]);
        const order = permutation(free.length, choice).subarray(0, places.length);
        places = Array.from(order, (i) => free[i]);
      }
      for (const place of places) tokens[row * rows.length + place] = padId;
    });
    return { ...rows, tokens };
  };
}

const placesOf = ({ start, length }: { start: number; length: number }): number[] =>
  Array.from({ length }, (_, i) => start + i);

/** Where a biography has words of its templates: neither the name nor a value. */
function templatePlaces(biography: Biography, { name }: Person): number[] {
  const { words, spans } = biography;
  const others = new Set([
    ...attributes.flatMap((attribute) => placesOf(spans[attribute])),
    ...namePlaces(words, name).flatMap((start) => placesOf({ start, length: name.length })),
  ]);
  return words.flatMap((_, place) => (others.has(place) ? [] : [place]));
}
