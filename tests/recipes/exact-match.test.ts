import { answerProbabilities, exactMatches } from '../../lib/dist/recipes/biographies/exact-match';
import { describe, expect, it } from 'vitest';

const LENGTH = 4;
const spans = [
  { row: 0, start: 1, length: 3 },
  { row: 1, start: 2, length: 1 },
];

describe('exact match', () => {
  const targets = [9, 1, 2, 3, 9, 9, 5, 9];

  it('needs every token of the answer, and looks at no other', () => {
    expect(exactMatches([0, 1, 2, 3, 0, 0, 5, 0], targets, spans, LENGTH)).toEqual([true, true]);
    expect(exactMatches([9, 1, 2, 4, 9, 9, 5, 9], targets, spans, LENGTH)).toEqual([false, true]);
    expect(exactMatches([9, 1, 2, 3, 9, 9, 6, 9], targets, spans, LENGTH)).toEqual([true, false]);
  });

  /** A model over 3 tokens that looks back two places, as an arbitrary table. */
  const next = (a: number, b: number): number => (a * 5 + b * 7 + a * b) % 3;

  it('is what greedy decoding finds, for every question and every answer of a small model', () => {
    const all = [0, 1, 2];
    let matches = 0;
    for (const q of all) {
      for (const answer of all.flatMap((x) => all.flatMap((y) => all.map((z) => [x, y, z])))) {
        const row = [q, q, ...answer];
        const decoded = [q, q];
        for (let i = 0; i < 3; i++) decoded.push(next(decoded[i], decoded[i + 1]));
        const best = [0, ...answer.map((_, i) => next(row[i], row[i + 1]))];
        const [match] = exactMatches(best, [0, ...answer], [{ row: 0, start: 1, length: 3 }], 4);
        expect(match).toBe(decoded.slice(2).join() === answer.join());
        matches += Number(match);
      }
    }
    expect(matches).toBe(3);
  });
});

describe('the probability of an answer', () => {
  it('is the product over its tokens', () => {
    const nll = [9, Math.log(2), Math.log(4), 0, 9, 9, Math.log(5), 9];
    const [first, second] = answerProbabilities(nll, spans, LENGTH);
    expect(first).toBeCloseTo(1 / 8, 12);
    expect(second).toBeCloseTo(1 / 5, 12);
  });
});
