import {
  type Attribute,
  attributes,
  type Biography,
  classesOf,
  type Person,
  type PeopleOptions,
} from '../../datasets';
import { leadOf } from '../../recipes/biographies/recall';
import type { World } from '../../recipes/biographies/world';
import type { PretrainConfig } from '../../recipes/biographies/config';

/** Biographies as probes see them. */
export interface ProbeRows {
  biographies: Biography[];
  length: number; // tokens of a row: up to the last place that is probed, the lead included
  tokens: Int32Array; // [rows, length]
  /** Of each biography the places just before the values, in the order of the text, [rows, 6]. */
  places: Int32Array;
}

/**
 * The rows of biographies, cut off after the place number `last` (0 to 5): what follows cannot be
 * seen from there anyway.
 */
export function probeRows(
  biographies: Biography[],
  { tokenizer }: Pick<World, 'tokenizer'>,
  config: PretrainConfig,
  last: number,
): ProbeRows {
  const lead = leadOf(config);
  const placesOf = ({ order, spans }: Biography): number[] =>
    order.map((attribute) => lead.length + spans[attribute].start - 1);
  const places = biographies.map(placesOf);
  const length = 1 + places.reduce((most, row) => Math.max(most, row[last]), 0);
  const tokens = new Int32Array(biographies.length * length).fill(tokenizer.padId);
  biographies.forEach(({ words }, row) => {
    tokens.set(tokenizer.encode([...lead, ...words].slice(0, length)), row * length);
  });
  return { biographies, length, tokens, places: Int32Array.from(places.flat()) };
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
