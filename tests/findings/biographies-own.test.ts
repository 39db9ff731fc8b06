import { attributes } from 'memorization-kit/datasets';
import type { Program } from 'memorization-kit/engine';
import { biographiesQa, type QaRun } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { swapTest, told } from '../../lib/dist/recipes/biographies/swap';
import { makeWorld } from '../../lib/dist/recipes/biographies/world';
import { claimed, drawn, trace } from './made-up-runs';
import { syntheticQaRun } from './synthetic-qa';

const { config, figures, validate } = biographiesQa;
const some = { nPeople: 40, batchSize: 20, data: 'multi5+fullname' };
const world = (change: object = {}) => makeWorld(config({ ...some, ...change }));

describe('words hidden in pretraining', () => {
  const [plain, values, words] = [
    world(),
    world({ hiddenShare: 0.5 }),
    world({ hiddenShare: 0.5, hidden: 'template words' }),
  ];
  const { padId } = plain.tokenizer;

  /** The places of a batch that are hidden, and what stood there. */
  const hiddenIn = (of: typeof plain, step: number) => {
    const [before, after] = [plain.batch(step), of.batch(step)];
    expect(after.targets).toEqual(before.targets);
    expect(after.weights).toEqual(before.weights);
    return [...after.tokens.keys()]
      .filter((i) => after.tokens[i] !== before.tokens[i])
      .map((i) => {
        expect(after.tokens[i]).toBe(padId);
        return {
          row: Math.floor(i / before.length),
          word: plain.tokenizer.decode([before.tokens[i]])[0],
        };
      });
  };
  const valueWords = new Set(plain.people.flatMap((p) => Object.values(p.values).flat()));
  const nameWords = new Set(plain.people.flatMap(({ name }) => name));

  it('are about that share of the values, and change neither targets nor weights', () => {
    const hidden = [0, 1, 2, 3].flatMap((step) => hiddenIn(values, step));
    expect(hidden.every(({ word }) => valueWords.has(word))).toBe(true);
    expect(hidden.length / (4 * 20 * 8)).toBeGreaterThan(0.4); // eight words of values each
    expect(hidden.length / (4 * 20 * 8)).toBeLessThan(0.6);
    expect(values.batch(2)).toEqual(world({ hiddenShare: 0.5 }).batch(2));
  });

  it('in the control are as many in each row, but of the templates', () => {
    const control = hiddenIn(words, 1);
    const other = ({ word }: { word: string }) => !valueWords.has(word) && !nameWords.has(word);
    expect(control.every(other)).toBe(true);
    const rows = (hidden: { row: number }[]) => hidden.map(({ row }) => row);
    expect(rows(control)).toEqual(rows(hiddenIn(values, 1)));
  });

  it('are none in windows, nor with a lead-in', () => {
    const both = config({ hiddenShare: 0.5, leadIn: 4 });
    expect(() => validate(both)).toThrow(/hiddenShare is for rows/);
  });
});

describe('the swap test', () => {
  const { biographies, people, ...rest } = world();
  const of = biographies[7];
  const [own, other] = [people[of.person], people[30]];

  it('puts a name, or all values before the next, in the place of those of a biography', () => {
    const pair = { biography: of, own, other };
    const text = (...args: [typeof own, typeof own]) => told(pair, ...args, 'university').join(' ');
    const start = of.words.slice(0, of.spans.university.start).join(' ');
    expect(text(own, own)).toBe(start);
    expect(text(other, own)).toBe(start.replaceAll(own.name.join(' '), other.name.join(' ')));
    expect(text(other, own)).not.toContain(own.name.join(' '));
    const date = (of: typeof own) => of.values.birthDate.join(' ');
    const city = (of: typeof own) => of.values.birthCity[0];
    expect(text(own, other)).toBe(
      start.replace(date(own), date(other)).replace(city(own), city(other)),
    );
  });

  it('tells a model that follows the name from one that follows the values', () => {
    const { tokenizer } = rest;
    const length = rest.rowLength;
    /** Knows all values of the person named last, or of the one born on the date that it reads. */
    const model = (follows: 'name' | 'values'): Program =>
      ({
        call(_: string, { tokens }: { tokens: Int32Array }) {
          const best = new Float32Array(tokens.length).fill(-1);
          for (let at = 0; at < tokens.length; at++) {
            const row = tokenizer.decode(tokens.subarray(at - (at % length), at + 1)).join(' ');
            const [known] = people
              .filter(({ name, values }) =>
                row.includes(follows === 'name' ? name.join(' ') : values.birthDate.join(' ')),
              )
              .slice(-1);
            if (known) best[at] = tokenizer.idOf(known.values.major[0]);
          }
          return { best, bestNll: best, nll: best };
        },
      }) as unknown as Program;
    const options = { count: 4, lead: [], length, seed: 1 };
    const test = (follows: 'name' | 'values') =>
      swapTest(model(follows), { biographies, people, ...rest }, options);
    for (const part of ['name', 'values'] as const) {
      expect(test('name')[part].major).toEqual({ name: 1, values: 0 });
      expect(test('values')[part].major).toEqual({ name: 0, values: 1 });
    }
    expect(test('name').values.birthDate).toBeNull(); // nothing comes before it
  });
});

const arm = 'multi5+fullname';
const runs: QaRun[] = [1, 2].flatMap((seed) => {
  const hidden = { data: arm, seed, hiddenShare: 0.5 };
  return [
    syntheticQaRun({ data: arm, seed, full: 0.2, follows: 0.15, fewer: [[60, 0.1]] }),
    syntheticQaRun({ ...hidden, full: 0.6, follows: 0.9 }),
    syntheticQaRun({ ...hidden, full: 0.22, follows: 0.2, hidden: 'template words' }),
    syntheticQaRun({ data: 'multi5+permute', seed, full: 0.8, follows: 0.95, fewer: [[60, 0.3]] }),
    syntheticQaRun({ data: 'single', seed, full: 0.05, follows: 0.02 }),
  ];
});

it.each([
  ['swap-contrast', 93],
  ['swap-fullname-first', 15],
  ['swap-fullname-later', 15],
  ['hidden-values', 40],
  ['hidden-control', 2],
  ['more-people-asked', 50],
])('the claim %s takes its own runs, one value a seed', (id, expected) => {
  const { value, n } = claimed(biographiesQa, id, runs);
  expect(value).toBeCloseTo(expected, 8);
  expect(n).toBe(2);
});

it('claims about hidden words are gated by recall, and those about whole biographies leave them out', () => {
  const forgot = structuredClone(runs);
  forgot[1].measurements.recall.all = 0.9;
  const { gate, note } = claimed(biographiesQa, 'hidden-values', forgot);
  expect(gate).toBe(false);
  expect(note).toMatch(/90\.0 %: below 99 %/);
  expect(claimed(biographiesQa, 'recall', forgot).value).toBe(100);
});

it('the figures show arms and hidden words beside each other, and nothing without such runs', () => {
  const [named] = drawn(biographiesQa, 'swap-test', runs).data;
  expect(named.y).toEqual(['single', arm, 'multi5+permute']);
  expect(named.z?.[1]).toEqual(attributes.map(() => 15));
  const { data } = drawn(biographiesQa, 'hidden-values', runs);
  const lines = data.filter(({ mode }) => mode === 'lines+markers');
  for (const { x } of lines) expect(x).toEqual([0, 50]);
  const heights = lines.map(({ y }) => y?.map((share) => Math.round(Number(share))).join(' to '));
  expect(heights).toEqual(['20 to 60', '20 to 22', '15 to 90', '15 to 20']);
  const asked = trace(drawn(biographiesQa, 'people-asked', runs), 'multi5+permute');
  expect(asked.x).toEqual([60, 1000]);
  for (const name of ['swap-test', 'hidden-values', 'people-asked']) {
    expect(figures[name].of!([syntheticQaRun({ data: 'single', full: 0.1 })])).toEqual([]);
  }
});
