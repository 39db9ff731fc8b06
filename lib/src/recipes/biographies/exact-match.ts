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

/** Whether all tokens of each answer are the most likely ones. `best`, `targets`: [rows, length]. */
export function exactMatches(
  best: ArrayLike<number>,
  targets: ArrayLike<number>,
  spans: readonly AnswerSpan[],
  length: number,
): boolean[] {
  return spans.map(({ row, start, length: n }) => {
    const first = row * length + start;
    for (let i = first; i < first + n; i++) if (best[i] !== targets[i]) return false;
    return true;
  });
}

/** The probability of each whole answer: exp of minus the sum of its tokens' `nll` [rows, length]. */
export function answerProbabilities(
  nll: ArrayLike<number>,
  spans: readonly AnswerSpan[],
  length: number,
): number[] {
  return spans.map(({ row, start, length: n }) => {
    const first = row * length + start;
    let sum = 0;
    for (let i = first; i < first + n; i++) sum += nll[i];
    return Math.exp(-sum);
  });
}
