import {
  type Attribute,
  attributes,
  type Biography,
  classesOf,
  type Person,
  type PeopleOptions,
} from '../../datasets';
import type { PretrainConfig } from '../biographies/config';
import { leadOf } from '../biographies/recall';
import type { World } from '../biographies/world';
import type { ProbedRows } from './probe';

/**
 * The rows of biographies, the lead included, with the places of these numbers (0 to 5, in the order
 * of the text): the tokens just before the values. They are cut off after the last of them: what
 * follows cannot be seen from there anyway.
 */
export function probeRows(
  biographies: Biography[],
  { tokenizer }: Pick<World, 'tokenizer'>,
  config: PretrainConfig,
  places: readonly number[],
): ProbedRows {
  const lead = leadOf(config);
  const at = biographies.map(({ order, spans }) =>
    places.map((place) => lead.length + spans[order[place]].start - 1),
  );
  const length = 1 + at.flat().reduce((most, place) => Math.max(most, place), 0);
  const tokens = new Int32Array(biographies.length * length).fill(tokenizer.padId);
  biographies.forEach(({ words }, row) => {
    tokens.set(tokenizer.encode([...lead, ...words].slice(0, length)), row * length);
  });
  const people = biographies.map(({ person }) => person);
  return { people, length, tokens, places: Int32Array.from(at.flat()) };
}

/** How many classes each attribute has. */
export function classCounts(options: PeopleOptions, of: readonly Attribute[]): number[] {
  return of.map((attribute) => classesOf(options, attribute).length);
}

/** The class of each attribute of each person, [people][attributes]. */
export function classNumbers(people: readonly Person[], options: PeopleOptions): number[][] {
  const numbers = attributes.map(
    (attribute) => new Map(classesOf(options, attribute).map((word, i) => [word, i])),
  );
  return people.map(({ values }) =>
    attributes.map((attribute, i) => numbers[i].get(values[attribute][0]) as number),
  );
}
