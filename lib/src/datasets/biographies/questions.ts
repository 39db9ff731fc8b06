import { type Attribute, attributes } from './attributes';
import type { Person } from './people';

/** Something that is asked, and what has to be said. */
export interface Asking {
  person: number; // index of the person
  words: string[]; // what the model is given
  answer: string[]; // what it has to say
}

/** A question about one person. */
export interface Question extends Asking {
  attribute: Attribute;
}

/** One wording for each attribute, as in the paper. */
const wordings: Record<Attribute, string> = {
  birthDate: 'what is the birth date of {name} ?',
  birthCity: 'what is the birth city of {name} ?',
  university: 'which university did {name} study at ?',
  major: 'what major did {name} study ?',
  employer: 'which company did {name} work for ?',
  companyCity: 'where did {name} work ?',
};

export function askAbout(name: readonly string[], attribute: Attribute): string[] {
  return wordings[attribute].split(' ').flatMap((word) => (word === '{name}' ? name : [word]));
}

/** Six questions for each person, person after person. Source: Allen-Zhu & Li 2023, section 2.3. */
export function makeQuestions(people: readonly Person[]): Question[] {
  return people.flatMap(({ name, values }, person) =>
    attributes.map((attribute) => ({
      person,
      attribute,
      words: askAbout(name, attribute),
      answer: values[attribute],
    })),
  );
}

/**
 * The other way round: given all six values, who is it? One for each person, of the values alone, for
 * a vocabulary without a word for asking so. Source: Allen-Zhu & Li 2023, part 3.2, inverse search.
 */
export function makeInverseQuestions(people: readonly Person[]): Asking[] {
  return people.map(({ name, values }, person) => ({
    person,
    words: [...attributes.flatMap((attribute) => values[attribute]), '?'],
    answer: name,
  }));
}

/** Every word of the questions beside names. */
export function questionWords(): string[] {
  const words = Object.values(wordings).flatMap((wording) => wording.split(' '));
  return [...new Set(words.filter((word) => word !== '{name}'))];
}
