import { requireInteger } from '../../base';
import { permutation, type RandomStream, randomStream } from '../../engine/random';
import { sha256Hex } from '../hash';
import { type Attribute, attributes, forEachAttribute } from './attributes';
import { type Augmentation, augmentationName, ordersOf } from './augmentation';
import { makePeople, type PeopleOptions, type Person } from './people';
import { fillTemplate, type TemplateStyle, templatesOf } from './templates';

/** Where the words of a value stand in a biography. */
export interface Span {
  start: number;
  length: number;
}

/** One biography as words: six sentences, one for each attribute. */
export interface Biography {
  person: number; // index of the person
  variant: number; // 0, 1, ... among the biographies of the person
  words: string[];
  spans: Record<Attribute, Span>;
  order: Attribute[]; // of the sentences
}

export interface BiographyOptions {
  templates: TemplateStyle;
  seed: number;
}

/**
 * The biographies of all people, person after person. Each augmentation changes one thing only: the
 * first biography of `multi` has the templates of `single`, `permute` moves the same sentences,
 * `fullname` changes nothing but how the person is called.
 * Source: Allen-Zhu & Li 2023, section 2.2.
 */
export function makeBiographies(
  people: readonly Person[],
  augmentation: Augmentation,
  { templates, seed }: BiographyOptions,
): Biography[] {
  const orders = ordersOf(augmentation);
  requireInteger('multi', augmentation.multi, 1);
  requireInteger('permute', orders, 0);
  const choices = templatesOf(templates);
  return people.flatMap((person, index) =>
    Array.from({ length: augmentation.multi }, (_, m) => {
      const stream = randomStream(seed, `biographies/templates/${m}`, index);
      const chosen = forEachAttribute((a) => choices[a][stream.integer(choices[a].length)]);
      return Array.from({ length: Math.max(1, orders) }, (_, p) => {
        const order =
          orders === 0
            ? [...attributes]
            : shuffled(randomStream(seed, `biographies/order/${m}/${p}`, index));
        const variant = m * Math.max(1, orders) + p;
        return { person: index, variant, ...write(person, chosen, order, augmentation.fullname) };
      });
    }).flat(),
  );
}

const shuffled = (stream: RandomStream): Attribute[] =>
  Array.from(permutation(attributes.length, stream), (i) => attributes[i]);

function write(
  person: Person,
  templates: Record<Attribute, string>,
  order: Attribute[],
  fullname: boolean,
): Pick<Biography, 'words' | 'spans' | 'order'> {
  const words: string[] = [];
  const spans = forEachAttribute((): Span => ({ start: 0, length: 0 }));
  order.forEach((attribute, i) => {
    const value = person.values[attribute];
    const sentence = fillTemplate(templates[attribute], person, value, i === 0 || fullname);
    spans[attribute] = { start: words.length + sentence.start, length: value.length };
    words.push(...sentence.words);
  });
  return { words, spans, order };
}

/** Where a full name begins, each time that it stands in the words of a biography. */
export const namePlaces = (words: readonly string[], name: readonly string[]): number[] =>
  words.flatMap((_, at) => (name.every((part, i) => words[at + i] === part) ? [at] : []));

const HASHED_PEOPLE = 200;

/**
 * SHA-256 (hex) that names a dataset of biographies: of its sizes and the words about its first 200
 * people. The others come from the same streams, so that a change in their making shows there.
 */
export function biographiesHash(
  people: PeopleOptions,
  augmentation: Augmentation,
  options: BiographyOptions,
): string {
  const some = { ...people, nPeople: Math.min(people.nPeople, HASHED_PEOPLE) };
  const biographies = makeBiographies(makePeople(some, options.seed), augmentation, options);
  const title = `${people.nPeople} people, ${augmentationName(augmentation)}\n`;
  return sha256Hex([title, ...biographies.map(({ words }) => `${words.join(' ')}\n`)]);
}

/** The words as a reader writes them: capitals at the start of sentences, no space before a point. */
export function sentenceText(words: readonly string[]): string {
  return words
    .join(' ')
    .replace(/ ([.?]|'s\b)/g, '$1')
    .replace(/(^|[.?] )\p{Ll}/gu, (start) => start.toUpperCase());
}
