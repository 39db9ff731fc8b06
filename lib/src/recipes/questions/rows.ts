import {
  type Asking,
  type Attribute,
  attributes,
  forEachAttribute,
  type Person,
  type Question,
  type TokenRows,
  wordRows,
  type WordTokenizer,
} from '../../datasets';
import { gatedBy, type Judging, type Quantity } from '../../experiment';
import { mean, shareOf } from '../../stats';
import type { AnswerSpan } from '../biographies/exact-match';
import { masksAt } from '../biographies/masked';

/** Questions with their answers as rows of tokens. */
export interface QuestionRows<Q extends Asking = Question> {
  questions: readonly Q[];
  rows: TokenRows; // the weights are 1 at the tokens of the answers only
  spans: AnswerSpan[]; // of the answers, one a question
}

/** Words of the longest question with its answer. */
export function longestQuestion(questions: readonly Asking[]): number {
  return questions.reduce((most, q) => Math.max(most, q.words.length + q.answer.length), 0);
}

/**
 * Questions with their answers, every token of which counts.
 * @param lead words before each question; see `leadOf`
 */
export const wholeRows = (
  questions: readonly Asking[],
  tokenizer: WordTokenizer,
  lead: string[],
  length: number,
): TokenRows =>
  wordRows(
    questions.map(({ words, answer }) => [...lead, ...words, ...answer]),
    tokenizer,
    length,
  );

/**
 * The same, of which only the answers count.
 * @param masked for a model of masked words, which reads as many masks as the answer has words
 */
export function questionRows<Q extends Asking>(
  questions: readonly Q[],
  tokenizer: WordTokenizer,
  lead: string[],
  length: number,
  masked = false,
): QuestionRows<Q> {
  const rows = wholeRows(questions, tokenizer, lead, length);
  if (masked) return maskedAnswers(questions, rows, tokenizer, lead);
  rows.weights.fill(0);
  const spans = questions.map(({ words, answer }, row): AnswerSpan => {
    const start = lead.length + words.length - 1;
    rows.weights.fill(1, row * length + start, row * length + start + answer.length);
    return { row, start, length: answer.length };
  });
  return { questions, rows, spans };
}

function maskedAnswers<Q extends Asking>(
  questions: readonly Q[],
  rows: TokenRows,
  tokenizer: WordTokenizer,
  lead: string[],
): QuestionRows<Q> {
  const spans = questions.map(({ words, answer }, row): AnswerSpan => {
    return { row, start: lead.length + words.length, length: answer.length };
  });
  const places = spans.flatMap(({ row, start, length }) =>
    Array.from({ length }, (_, i) => [row, start + i] as const),
  );
  return { questions, rows: masksAt(rows, places, tokenizer), spans };
}

/** Of the values in biographies, and of the questions that were trained: what counts as learned. */
export const LEARNED = 0.99;

/** The gate that claims it of all runs, in percent. */
export const learnedGate = {
  kind: 'gate',
  reproduced: [100 * LEARNED, 100],
  partly: [95, 100],
} satisfies Partial<Judging>;

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

/**
 * What one gets right on these people by always giving the same answer: the most common one among
 * them. No answer that does not depend on the name can do better.
 */
export function majorityOf(
  people: readonly Person[],
): Pick<AnswerScores, 'accuracy' | 'byAttribute'> {
  const byAttribute = forEachAttribute((attribute) => {
    const counts = new Map<string, number>();
    for (const { values } of people) {
      const value = values[attribute].join(' ');
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return Math.max(...counts.values()) / people.length;
  });
  const accuracy = mean(attributes.map((attribute) => byAttribute[attribute]));
  return { accuracy, byAttribute };
}
