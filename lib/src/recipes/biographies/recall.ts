import {
  type Attribute,
  attributes,
  type Biography,
  forEachAttribute,
  longestBiography,
  type TokenRows,
  wordRows,
} from '../../datasets';
import type { Program } from '../../engine';
import type { GptConfig } from '../../model';
import { mean, shareOf } from '../../stats';
import type { PretrainConfig } from './config';
import { type AnswerSpan, exactMatches } from './exact-match';
import { masksAt } from './masked';
import { likeliest, likeliestMeasurement } from '../model-calls';
import type { TrackedNumbers } from '../track';
import type { World } from './world';

/** What a text is preceded by where the model was pretrained on texts that follow others. */
export const leadOf = ({ windowLength, leadIn }: PretrainConfig): string[] =>
  windowLength > 0 || leadIn > 0 ? ['<eos>'] : [];

/** Biographies to be completed: rows, and where the values lie that have to be said. */
export interface Cloze {
  rows: TokenRows;
  spans: Record<Attribute, AnswerSpan[]>;
}

function clozeOf(world: World, lead: string[], most: number): Cloze {
  const { tokenizer, biographies, company } = world;
  const some = someBiographies(world, most);
  const length = lead.length + longestBiography([...biographies, ...company.biographies]);
  const texts = some.map(({ words }) => [...lead, ...words]);
  const spans = forEachAttribute((attribute) =>
    some.map(({ spans }, row): AnswerSpan => {
      const { start, length } = spans[attribute];
      return { row, start: lead.length + start - 1, length };
    }),
  );
  return { rows: wordRows(texts, tokenizer, length), spans };
}

/** Share of values that are said right word for word, given all of the biography before them. */
export interface Recall {
  all: number;
  byAttribute: Record<Attribute, number>;
}

export const RECALL_ROWS = 50; // biographies of one call
const CURVE_BIOGRAPHIES = 200; // on which recall is measured along the way
const MOST_BIOGRAPHIES = 5000; // on which it is measured at the end
const FEWER_MASKED = attributes.length; // times, since each value has a row of its own

/** What recall is measured on, in rows of one length: at the end, and along the way. */
export function recallClozes(world: World, lead: string[]): { whole: Cloze; some: Cloze } {
  const cloze = (most: number): Cloze =>
    world.gpt.mask === 'bidirectional'
      ? maskedClozeOf(world, 'value', Math.ceil(most / FEWER_MASKED))
      : clozeOf(world, lead, most);
  return { whole: cloze(MOST_BIOGRAPHIES), some: cloze(CURVE_BIOGRAPHIES) };
}

/** What is masked in a biography when a value is asked for: it, a word of it, or all values. */
export type Masked = 'value' | 'word' | 'all values';

/**
 * The same for a model of masked words. With `word` every word of a value is asked for by itself, and
 * the rest of the value can be read; with `all values` nothing but the name tells them.
 * @param most of the biographies; default: as many as recall is measured on
 * @param of the attributes that are asked for
 */
export function maskedClozeOf(
  world: World,
  masked: Masked,
  most = Math.ceil(MOST_BIOGRAPHIES / FEWER_MASKED),
  of: readonly Attribute[] = attributes,
): Cloze {
  const { tokenizer, biographies } = world;
  const texts: string[][] = [];
  const spans = forEachAttribute((): AnswerSpan[] => []);
  for (const { words, spans: at } of someBiographies(world, most)) {
    if (masked === 'all values') texts.push(words);
    for (const attribute of of) {
      const { start, length: n } = at[attribute];
      const length = masked === 'word' ? 1 : n;
      for (let i = 0; i < n; i += length) {
        if (masked !== 'all values') texts.push(words);
        spans[attribute].push({ row: texts.length - 1, start: start + i, length });
      }
    }
  }
  const rows = wordRows(texts, tokenizer, longestBiography(biographies));
  return { rows: masksAt(rows, Object.values(spans).flat(), tokenizer), spans };
}

/** Recall of each attribute along the way, of a model of masked words: a curve each. */
export const maskedRecalls = (world: World, program: Program): TrackedNumbers =>
  Object.fromEntries(
    attributes.map((attribute) => {
      const cloze = maskedClozeOf(world, 'value', RECALL_ROWS, [attribute]);
      const take = () => recallOf(program, cloze).byAttribute[attribute];
      return [`${attribute}Recall`, { yLabel: 'recall', take }];
    }),
  );

/** The measurement of a training program that `recallOf` calls. */
export const recallMeasurement = ({ rows }: Cloze, gpt: GptConfig) => ({
  recall: likeliestMeasurement(RECALL_ROWS, rows.length, gpt),
});

/** The gate before any question is asked: a model cannot tell what it does not know. */
export function recallOf(program: Program, { rows, spans }: Cloze): Recall {
  const { best } = likeliest(program, 'recall', rows, RECALL_ROWS);
  const byAttribute = forEachAttribute((attribute) =>
    shareOf(exactMatches(best, rows.targets, spans[attribute], rows.length)),
  );
  const all = mean(attributes.map((attribute) => byAttribute[attribute]));
  return { all, byAttribute };
}

/** At most `most` biographies, evenly spread over all. */
export function someBiographies({ biographies }: World, most: number): Biography[] {
  const count = Math.min(most, biographies.length);
  return Array.from({ length: count }, (_, i) => {
    return biographies[Math.floor((i * biographies.length) / count)];
  });
}
