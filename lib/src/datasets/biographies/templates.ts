import { oneOf } from '../../base';
import type { Attribute } from './attributes';
import natural from './templates-natural.json';
import short from './templates-short.json';

/*
 * A template is one sentence. Its placeholders:
 *   {name}     the person as the subject: the full name, or he / she / they
 *   {name's}   the full name and 's, or his / her / their
 *   {value}    the words of the attribute, after the person
 *   {was}      was or were, to agree with {name}
 *   {they}, {their}, {them}  further mentions, always a pronoun
 */
export type Templates = Record<Attribute, readonly string[]>;

export const templateStyles = ['short', 'natural'] as const;
/**
 * `short`: 8 sentences an attribute, about 46 words in all six, for small models. `natural`: two dozen
 * ways of saying each thing, as varied as in an ordinary biography.
 */
export type TemplateStyle = (typeof templateStyles)[number];

const styles: Record<TemplateStyle, Templates> = { short, natural };

/** Throws a RangeError that lists the styles. */
export function templatesOf(style: TemplateStyle): Templates {
  return styles[oneOf('templates', style, templateStyles)];
}

const forms = {
  he: { '{they}': 'he', '{their}': 'his', '{them}': 'him' },
  she: { '{they}': 'she', '{their}': 'her', '{them}': 'her' },
  they: { '{they}': 'they', '{their}': 'their', '{them}': 'them' },
};

/** A sentence as words; `start` is where the value stands. */
export interface Sentence {
  words: string[];
  start: number;
}

/**
 * Fills a template. Words are lower case but for names and values.
 * @param named the full name stands for the person instead of the pronoun
 * Throws when a placeholder is unknown, or there is not one person before one value.
 */
export function fillTemplate(
  template: string,
  person: { name: readonly string[]; pronoun: keyof typeof forms },
  value: readonly string[],
  named: boolean,
): Sentence {
  const pronouns = forms[person.pronoun];
  const plural = !named && person.pronoun === 'they';
  const words: string[] = [];
  let mentions = 0;
  let start = -1;
  const refuse = (reason: string): never => {
    throw new Error(`The template "${template}" cannot be filled: ${reason}.`);
  };
  for (const word of template.split(' ')) {
    if (word === '{name}' || word === "{name's}") {
      mentions += 1;
      if (word === '{name}') words.push(...(named ? person.name : [pronouns['{they}']]));
      else words.push(...(named ? [...person.name, "'s"] : [pronouns['{their}']]));
    } else if (word === '{value}') {
      if (mentions !== 1 || start >= 0) refuse('it needs one person, and one value after it');
      start = words.length;
      words.push(...value);
    } else if (word === '{was}') words.push(plural ? 'were' : 'was');
    else if (Object.hasOwn(pronouns, word)) words.push(pronouns[word as keyof typeof pronouns]);
    else if (/[{}]/.test(word)) refuse(`it has an unknown placeholder ${word}`);
    else words.push(word);
  }
  if (start < 0 || mentions !== 1) refuse('it needs one person, and one value after it');
  return { words, start };
}

/** Every word that the templates can bring in beside names and values. */
export function templateWords(templates: Templates): string[] {
  const pronouns = Object.values(forms).flatMap((form) => Object.values(form));
  const words = Object.values(templates).flat().join(' ').split(' ');
  const own = words.filter((word) => !word.startsWith('{'));
  return [...new Set(["'s", 'was', 'were', ...pronouns, ...own])];
}
