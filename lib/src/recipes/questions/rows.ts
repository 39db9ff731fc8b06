import { byKey } from '../../base';
import {
  type Asking,
  type Attribute,
  attributes,
  forEachAttribute,
  type Person,
  type Question,
  type TokenRows,
  wordRows,
} from '../../datasets';
import { gatedBy, gate, type Judging, type Quantity } from '../../experiment';
import { mean, shareOf } from '../../stats';
import { isMasked, type PretrainConfig } from '../biographies/config';
import type { AnswerSpan } from '../biographies/exact-match';
import { masksAt } from '../biographies/masked';
import { leadOf } from '../biographies/recall';
import type { World } from '../biographies/world';

/** Questions with their answers as rows of tokens. */
export interface QuestionRows<Q extends Asking = Question> {
  questions: readonly Q[];
  rows: TokenRows; // the weights are 1 at the tokens of the answers only
  spans: AnswerSpan[]; // of the answers, one a question
}

/**
 * Makes rows of some of these questions, of one length whichever they are. A model of masked words
 * reads as many masks as an answer has words.
 */
export function rowMaker<Q extends Asking>(
  all: readonly Q[],
  config: PretrainConfig,
  { tokenizer }: World,
): (questions: readonly Q[]) => QuestionRows<Q> {
  const lead = leadOf(config);
  const words = (q: Q): string[] => [...lead, ...q.words, ...q.answer];
  const length = all.reduce((most, q) => Math.max(most, words(q).length), 0);
  const masked = isMasked(config);
  return (questions) => {
    const rows = wordRows(questions.map(words), tokenizer, length);
    // an answer is predicted from the token before it, or where its masks are
    const spans = questions.map(({ words, answer }, row): AnswerSpan => {
      const start = lead.length + words.length - (masked ? 0 : 1);
      return { row, start, length: answer.length };
    });
    if (masked) return { questions, rows: masksAt(rows, spans, tokenizer), spans };
    rows.weights.fill(0);
    for (const { row, start, length: n } of spans) {
      rows.weights.fill(1, row * length + start, row * length + start + n);
    }
    return { questions, rows, spans };
  };
}

/** Of the values in biographies, and of the questions that were trained: what counts as learned. */
export const LEARNED = 0.99;

/** The gate that claims it of all runs, in percent; shown in a figure. */
export const learnedGate = (figure: string): Judging =>
  gate(figure, [100 * LEARNED, 100], [95, 100]);

/**
 * A quantity that says nothing certain where models did not learn what their answers presuppose: the
 * least of these shares of any run.
 */
export const gatedByLearning = <R>(
  of: Quantity<R>,
  shares: (run: R) => readonly number[],
): Quantity<R> =>
  gatedBy(of, (runs) => {
    const least = Math.min(...runs.flatMap(shares));
    if (least >= LEARNED) return null;
    return `recall or trained questions ${(100 * least).toFixed(1)} %: below 99 %`;
  });

/** How well the questions about some people are answered. */
export interface AnswerScores {
  people: number;
  accuracy: number; // share of questions whose whole answer is right
  byAttribute: Record<Attribute, number>;
  histogram: number[]; // people of whom 0, 1, ..., 6 questions are answered right
}

/** The same of the people whose questions were trained, and of others. */
export type AskedScores = Record<'training' | 'heldOut', AnswerScores>;

/** @param right whether each question, in their order, was answered right; six a person */
export function scoresOf(questions: readonly Question[], right: readonly boolean[]): AnswerScores {
  const byPerson = new Map<number, number>();
  const byAttribute = forEachAttribute(() => 0);
  questions.forEach(({ person, attribute }, i) => {
    byPerson.set(person, (byPerson.get(person) ?? 0) + Number(right[i]));
    byAttribute[attribute] += Number(right[i]);
  });
  const people = byPerson.size;
  const histogram = new Array<number>(attributes.length + 1).fill(0);
  for (const count of byPerson.values()) histogram[count] += 1;
  return {
    people,
    accuracy: shareOf(right),
    byAttribute: forEachAttribute((a) => byAttribute[a] / people),
    histogram,
  };
}

/** What one gets right by always giving the same answer. */
export type Majority = Pick<AnswerScores, 'accuracy' | 'byAttribute'>;

/** That of the most common answer among these people: none that does not depend on the name is better. */
export function majorityOf(people: readonly Person[]): Majority {
  const byAttribute = forEachAttribute((attribute) => {
    const alike = byKey(people, ({ values }) => values[attribute].join(' '));
    return Math.max(...[...alike.values()].map(({ length }) => length)) / people.length;
  });
  const accuracy = mean(attributes.map((attribute) => byAttribute[attribute]));
  return { accuracy, byAttribute };
}
