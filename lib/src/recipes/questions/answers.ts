import { type Attribute, forEachAttribute, type Person, type WordTokenizer } from '../../datasets';
import type { Program } from '../../engine';
import { answerProbabilities, exactMatches } from '../biographies/exact-match';
import { likeliest } from '../model-calls';
import type { TrackedNumbers } from '../track';
import { type AnswerScores, type AskedScores, type QuestionRows, scoresOf } from './rows';

export const QUESTION_ROWS = 60; // of one call
export const ANSWERS = 'answers'; // the measurement that answers questions

/** Exact match of all questions. */
export function scoreAnswers(program: Program, asked: QuestionRows): AnswerScores {
  const { rows, spans, questions } = asked;
  const { best } = likeliest(program, ANSWERS, rows, QUESTION_ROWS);
  return scoresOf(questions, exactMatches(best, rows.targets, spans, rows.length));
}

/** Exact match of each of these groups of questions. */
export const scoreEach = <K extends string>(program: Program, asked: Record<K, QuestionRows>) =>
  Object.fromEntries(
    Object.entries<QuestionRows>(asked).map(([key, rows]) => [key, scoreAnswers(program, rows)]),
  ) as Record<K, AnswerScores>;

/** Exact match as it is measured along a training: of questions that are trained, and of others. */
export function exactMatchAlong(
  program: Program,
  name: string,
  { training, heldOut }: Record<keyof AskedScores, QuestionRows>,
): TrackedNumbers {
  const of = (asked: QuestionRows) => ({
    yLabel: 'exact match',
    take: () => scoreAnswers(program, asked).accuracy,
  });
  return { [`${name}Training`]: of(training), [`${name}HeldOut`]: of(heldOut) };
}

/** What a model says about one attribute of a person: in this order a third of the size in a file. */
export type SaidAnswer = [
  says: string, // by greedy decoding
  probability: number, // of what it says
  truth: string,
  truthProbability: number,
];

/** The answers about one person, for looking at. */
export interface ShownPerson {
  name: string;
  trained: boolean; // whether the model was finetuned on questions about this person
  answers: Record<Attribute, SaidAnswer>;
}

/**
 * What the model answers, token by token: each is the likeliest after the question and the tokens
 * that it has said before.
 * @param atOnce for a model of masked words, which says all words of an answer together
 */
export function sayAnswers(
  program: Program,
  { questions, rows, spans }: QuestionRows,
  tokenizer: WordTokenizer,
  atOnce = false,
): SaidAnswer[] {
  const { length } = rows;
  const truth = likeliest(program, ANSWERS, rows, QUESTION_ROWS);
  const truthProbabilities = answerProbabilities(truth.nll, spans, length);
  const said = { ...rows, tokens: rows.tokens.slice() };
  const longest = atOnce ? 1 : Math.max(...spans.map((span) => span.length));
  let last = truth;
  for (let i = 0; i < longest; i++) {
    if (i > 0) last = likeliest(program, ANSWERS, said, QUESTION_ROWS);
    for (const { row, start, length: n } of spans) {
      const at = row * length + start + i;
      if (i < n - 1) said.tokens[at + 1] = last.best[at];
    }
  }
  const probabilities = answerProbabilities(last.bestNll, spans, length);
  return questions.map(({ answer }, q) => {
    const { row, start, length: n } = spans[q];
    const first = row * length + start;
    const says = tokenizer.decode(last.best.subarray(first, first + n)).join(' ');
    return [says, rounded(probabilities[q]), answer.join(' '), rounded(truthProbabilities[q])];
  });
}

const rounded = (probability: number): number => Number(probability.toPrecision(3));

/** Answers to `asked` by person. */
export function shownPeople(
  people: readonly Person[],
  asked: QuestionRows,
  said: readonly SaidAnswer[],
  isTrained: (person: number) => boolean,
): ShownPerson[] {
  const indices = [...new Set(asked.questions.map(({ person }) => person))];
  return indices.map((person) => ({
    name: people[person].name.join(' '),
    trained: isTrained(person),
    answers: forEachAttribute((attribute) => {
      const q = asked.questions.findIndex((q) => q.person === person && q.attribute === attribute);
      return said[q];
    }),
  }));
}
