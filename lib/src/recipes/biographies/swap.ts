import {
  type Attribute,
  type Biography,
  forEachAttribute,
  namePlaces,
  type Person,
  wordRows,
} from '../../datasets';
import { type Program, randomStream } from '../../engine';
import { shareOf } from '../../stats';
import { likeliest } from '../model-calls';
import { type AnswerSpan, exactMatches } from './exact-match';
import { RECALL_ROWS, someBiographies } from './recall';
import type { World } from './world';

/** What the next value follows where the name is one person's and the values before it another's. */
export interface Follows {
  name: number; // share of next values that are those of the person named
  values: number; // and of the person whose values come before
}

/** Who was put in the place of the biography's person: by name, or in all values before the next. */
export const swappedParts = ['name', 'values'] as const;
export type SwappedPart = (typeof swappedParts)[number];

/** By attribute; null where no biography has a value before it. */
export type SwapTest = Record<SwappedPart, Record<Attribute, Follows | null>>;

/** A biography, its own person, and who is put in this person's place. */
interface Pair {
  biography: Biography;
  own: Person;
  other: Person;
}

/** The words of a biography before one attribute's value, with this name and these values in it. */
export function told(
  { biography: { words, spans, order }, own }: Pair,
  named: Person,
  valued: Person,
  next: Attribute,
): string[] {
  const result = [...words];
  const put = (at: number, by: readonly string[]) => result.splice(at, by.length, ...by);
  for (const at of namePlaces(words, own.name)) put(at, named.name);
  for (const before of order.slice(0, order.indexOf(next))) {
    put(spans[before].start, valued.values[before]);
  }
  return result.slice(0, spans[next].start);
}

/** How a swap test is made. */
export interface SwapOptions {
  count: number; // of the biographies, evenly spread over all; all six values of each are asked
  lead: string[]; // words before each; see `leadOf`
  length: number; // of the rows of the measurement of recall
  seed: number;
}

/**
 * Asks a pretrained model, in biographies that it was trained on, what a value is tied to. Another
 * person takes the place of the biography's own, once by the full name and once by all values before
 * the one that is to come, and it is counted how often the model goes on with the value of either,
 * word for word, by greedy decoding. Only people whose values differ are paired. The rest of the
 * words, pronouns included, stays: where a person has one biography, it is told by them too.
 * A test of this kit, not the paper's.
 */
export function swapTest(
  program: Program,
  world: World,
  { count, lead, length, seed }: SwapOptions,
): SwapTest {
  const { people, tokenizer } = world;
  const stream = randomStream(seed, 'swapped-people');
  const pairs = someBiographies(world, count).map((biography): Pair => {
    const other = stream.integer(people.length - 1); // anyone but the biography's own person
    const { person } = biography;
    return { biography, own: people[person], other: people[other + Number(other >= person)] };
  });
  /** Share of the pairs of which the model says the value of `whose` next. */
  const said = (asked: Pair[], part: SwappedPart, whose: SwappedPart, next: Attribute): number => {
    const spans: AnswerSpan[] = [];
    const texts = asked.map((pair, row) => {
      const [named, valued] = part === 'name' ? [pair.other, pair.own] : [pair.own, pair.other];
      const before = [...lead, ...told(pair, named, valued, next)];
      const value = { name: named, values: valued }[whose].values[next];
      spans.push({ row, start: before.length - 1, length: value.length });
      return [...before, ...value];
    });
    const rows = wordRows(texts, tokenizer, length);
    const { best } = likeliest(program, 'recall', rows, RECALL_ROWS);
    return shareOf(exactMatches(best, rows.targets, spans, length));
  };
  const follows = (part: SwappedPart, next: Attribute): Follows | null => {
    const asked = pairs.filter(({ biography: { order }, own, other }) => {
      const differ = own.values[next].join(' ') !== other.values[next].join(' ');
      return differ && (part === 'name' || order[0] !== next);
    });
    if (asked.length === 0) return null;
    return { name: said(asked, part, 'name', next), values: said(asked, part, 'values', next) };
  };
  const of = (part: SwappedPart) => forEachAttribute((attribute) => follows(part, attribute));
  return { name: of('name'), values: of('values') };
}
