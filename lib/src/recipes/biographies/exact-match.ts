/*
 * Exact match of an answer of several tokens from one forward pass.
 *
 * The model reads the question and the true answer, and at each place of the answer its most likely
 * next token is compared with the true one. All of them agree if and only if greedy decoding from
 * the question alone yields the true answer:
 * - If decoding yields it, then at every place it has read the question and the true tokens before
 *   that place, which is what the model has read here; and it chose the true token there.
 * - If all agree here, then by induction decoding has read the same at every place: at the first,
 *   the question alone; and having chosen the true tokens so far, it chooses the true one next.
 * Which token is the most likely one must be decided alike in both, also among equals.
 */

/** Where an answer lies in a row of predictions: `start` is the place that predicts its first token. */
export interface AnswerSpan {
  row: number;
  start: number;
  length: number;
}

/** Where the tokens of an answer are, in rows of `length` places one after the other. */
const placesOf = ({ row, start, length: n }: AnswerSpan, length: number): number[] =>
  Array.from({ length: n }, (_, i) => row * length + start + i);

/** Whether all tokens of each answer are the most likely ones. `best`, `targets`: [rows, length]. */
export const exactMatches = (
  best: ArrayLike<number>,
  targets: ArrayLike<number>,
  spans: readonly AnswerSpan[],
  length: number,
): boolean[] =>
  spans.map((span) => placesOf(span, length).every((place) => best[place] === targets[place]));

/** The probability of each whole answer: exp of minus the sum of its tokens' `nll` [rows, length]. */
export const answerProbabilities = (
  nll: ArrayLike<number>,
  spans: readonly AnswerSpan[],
  length: number,
): number[] =>
  spans.map((span) =>
    Math.exp(-placesOf(span, length).reduce((sum, place) => sum + nll[place], 0)),
  );
