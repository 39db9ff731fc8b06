import { attributes } from 'memorization-kit/datasets';
import { bidirectional } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { MASK } from '../../lib/dist/recipes/biographies/config';
import { maskedClozeOf } from '../../lib/dist/recipes/biographies/recall';
import { makeWorld } from '../../lib/dist/recipes/biographies/world';
import { questionsAbout } from '../../lib/dist/recipes/questions/asked';

const some = { nPeople: 40, exposures: 100, batchSize: 40 };

function world(change: object) {
  const config = bidirectional.config({ ...some, ...change });
  return { config, ...makeWorld(config) };
}

/** What becomes of the words of many batches, and whether they count. */
function shown(change: object) {
  const { batch, tokenizer } = world(change);
  return Array.from({ length: 60 }, (_, step) => batch(step)).flatMap((rows) => {
    const [read, said] = [rows.tokens, rows.targets].map((ids) => tokenizer.decode(ids));
    return read.map((word, i) => ({ word, said: said[i], counts: rows.weights[i] === 1 }));
  });
}

const share = <T>(all: T[], holds: (one: T) => boolean) => all.filter(holds).length / all.length;

describe('masked words', () => {
  it.each([0.15, 0.4])('are %d of all words, and only they count', (maskShare) => {
    const words = shown({ maskShare }).filter(({ said }) => said !== '<pad>');
    const chosen = words.filter(({ counts }) => counts);
    expect(chosen.length / words.length).toBeCloseTo(maskShare, 2);
    expect(words.every(({ word, said, counts }) => counts || word === said)).toBe(true);
    expect(share(chosen, ({ word }) => word === MASK)).toBeCloseTo(0.8, 1);
    expect(share(chosen, ({ word, said }) => word === said)).toBeCloseTo(0.1, 1);
    const others = chosen.filter(({ word, said }) => word !== MASK && word !== said);
    expect(others.every(({ word }) => !word.startsWith('<'))).toBe(true);
    expect(new Set(others.map(({ word }) => word)).size).toBeGreaterThan(100);
  });

  it('never are padding, and a batch is a function of its step', () => {
    const padding = shown({}).filter(({ said }) => said === '<pad>');
    expect(padding.length).toBeGreaterThan(0);
    expect(padding.every(({ word, counts }) => word === '<pad>' && !counts)).toBe(true);
    const { batch } = world({});
    expect(batch(5)).toEqual(batch(5));
    expect(batch(5)).not.toEqual(batch(6));
  });

  it.each(['word', 'value'] as const)('by the %s: alone, or all words of a value', (maskUnit) => {
    const { batch, tokenizer, people, rowLength } = world({ maskUnit });
    const pairs = Array.from({ length: 30 }, (_, step) => batch(step)).flatMap((rows) => {
      const said = tokenizer.decode(rows.targets);
      return said.flatMap((word, i) => {
        const own = people.find(({ values }) => values.university[0] === word);
        if (!own || i % rowLength === rowLength - 1) return [];
        expect(said[i + 1]).toBe(own.values.university[1]);
        return [[rows.weights[i], rows.weights[i + 1]]];
      });
    });
    expect(share(pairs, ([first]) => first === 1)).toBeCloseTo(0.15, 1);
    const alike = share(pairs, ([first, second]) => first === second);
    if (maskUnit === 'value') expect(alike).toBe(1);
    else expect(alike).toBeCloseTo(0.15 ** 2 + 0.85 ** 2, 1);
  });

  it('are masked in windows too, as in the profile paper', () => {
    const { batch, tokenizer } = world({ windowLength: 64, batchSize: 4 });
    const { tokens, targets, weights } = batch(0);
    const read = tokenizer.decode(tokens);
    expect(read).toContain(MASK);
    expect(read.every((_, i) => weights[i] === 1 || tokens[i] === targets[i])).toBe(true);
    expect(read.some((word, i) => word === '<eos>' && weights[i] === 1)).toBe(false);
  });

  it('belong to a model of full attention, whose tokenizer alone has the mask', () => {
    const [masked, next] = ['masked words', 'next word'].map((objective) => world({ objective }));
    expect([masked.gpt.mask, next.gpt.mask]).toEqual(['bidirectional', 'causal']);
    expect(masked.tokenizer.size).toBe(next.tokenizer.size + 1);
    expect(() => next.tokenizer.idOf(MASK)).toThrow(MASK);
  });

  it.each([
    [{ hiddenShare: 0.5 }, /hiddenShare/],
    [{ leadIn: 4 }, /leadIn/],
    [{ training: 'mixed' }, /mixed/],
    [{ maskUnit: 'value', windowLength: 64 }, /maskUnit/],
    [{ maskUnit: 'value', objective: 'next word' }, /maskUnit/],
    [{ maskShare: 1 }, /maskShare/],
  ] as const)('refuse %o', (change, message) => {
    expect(() => bidirectional.validate(bidirectional.config(change))).toThrow(message);
  });
});

describe('recall with masks', () => {
  const made = world({});
  const { tokenizer } = made;
  const masks = (row: number, { tokens, length }: { tokens: Int32Array; length: number }) =>
    tokenizer
      .decode(tokens.subarray(row * length, (row + 1) * length))
      .flatMap((word, i) => (word === MASK ? [i] : []));

  it.each([
    ['value', 6, 1],
    ['word', 12, 0], // three words of the date, one of the major, two of each other value
    ['all values', 1, 1],
  ] as const)('%s: %d rows a biography, of which the answer is hidden', (masked, rows, whole) => {
    const cloze = maskedClozeOf(made, masked, 5);
    expect(cloze.rows.rows).toBe(5 * rows);
    for (const attribute of attributes) {
      for (const { row, start, length } of cloze.spans[attribute]) {
        const hidden = masks(row, cloze.rows);
        const own = Array.from({ length }, (_, i) => start + i);
        if (masked === 'all values') expect(hidden).toEqual(expect.arrayContaining(own));
        else expect(hidden).toEqual(own);
        if (!whole) expect(length).toBe(1);
      }
    }
    const [{ row, start }] = cloze.spans.birthDate;
    const said = cloze.rows.targets[row * cloze.rows.length + start];
    expect(tokenizer.decode([said])).toEqual([made.people[0].values.birthDate[0]]);
  });

  it('can ask for some attributes only', () => {
    const cloze = maskedClozeOf(made, 'value', 5, ['major']);
    expect(cloze.rows.rows).toBe(5);
    expect(cloze.spans.birthCity).toEqual([]);
  });
});

describe('questions with masks', () => {
  it('end in as many masks as the answer has words', () => {
    const made = world({});
    const { questions, rows, spans } = questionsAbout(made.config, made)([0, 1]);
    questions.forEach(({ words, answer }, q) => {
      const { row, start, length } = spans[q];
      const at = row * rows.length;
      const end = start + length;
      const of = (ids: Int32Array) => made.tokenizer.decode(ids.subarray(at, at + end));
      expect(of(rows.tokens)).toEqual([...words, ...answer.map(() => MASK)]);
      expect(of(rows.targets)).toEqual([...words, ...answer]);
      const counted = Array.from(rows.weights.subarray(at, at + rows.length));
      expect(counted.flatMap((weight, i) => (weight === 1 ? [i] : []))).toEqual(
        answer.map((_, i) => start + i),
      );
    });
  });
});
