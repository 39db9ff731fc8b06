import type { RandomStream } from '../engine/random';

/*
 * Plain sentences about things: text that is no biography. Of its words only function words are in
 * biographies, too.
 */

const list = (words: string): string[] => words.split(' ');

const determiners = list('the a this that every another');
const adjectives = list(
  'old quiet green heavy small warm broken bright narrow hollow gentle distant',
);
const nouns = list(
  'river clock garden lantern stone bridge kettle meadow window ladder cloud bottle engine forest ' +
    'drum carpet candle harbor basket mirror mountain piano bucket orchard',
);
const verbs = list(
  'hides follows warms covers crosses shakes guards lifts meets paints fills wakes',
);
const places = list('under above behind beside against through');

/** Every word of them. */
export const sentenceWords: readonly string[] = [
  ...[determiners, adjectives, nouns, verbs, places].flat(),
  '.',
];

/** So many random sentences of twelve words: 'the old clock hides a heavy stone under this quiet river .' */
export function randomSentences(count: number, stream: RandomStream): string[] {
  const one = (words: readonly string[]): string => words[stream.integer(words.length)];
  const thing = (): string[] => [determiners, adjectives, nouns].map(one);
  return Array.from({ length: count }, () => {
    return [...thing(), one(verbs), ...thing(), one(places), ...thing(), '.'];
  }).flat();
}
