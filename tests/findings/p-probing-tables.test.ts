import { attributes, type Attribute, type Biography } from 'memorization-kit/datasets';
import {
  firstPlace,
  majorityShares,
  notNext,
  probeTable,
  sharesRight,
} from '../../lib/dist/findings/p-probing/tables';
import { describe, expect, it } from 'vitest';

const told = (person: number, order: readonly Attribute[]): Biography =>
  ({ person, variant: 0, words: [], spans: {}, order: [...order] }) as unknown as Biography;
const reversed = [...attributes].reverse();

describe('tables of probes', () => {
  const rows = [told(0, attributes), told(1, attributes), told(1, reversed)];

  it('count by place and attribute', () => {
    const table = probeTable(rows, (place, a, row) => place === a && row < 2);
    expect(table[2][2]).toBeCloseTo(2 / 3, 10);
    expect(table[2][3]).toBe(0);
  });

  it('leave out biographies in which the attribute is next', () => {
    // right exactly where the attribute is the next one: a probe that reads what is about to be said
    const next = (place: number, a: number, row: number): boolean =>
      rows[row].order[place] === attributes[a];
    expect(probeTable(rows, next)[0]).toEqual([2 / 3, 0, 0, 0, 0, 1 / 3]);
    expect(
      probeTable(rows, next, notNext)
        .flat()
        .every((share) => share === 0),
    ).toBe(true);
    const inOrder = rows.slice(0, 2);
    expect(probeTable(inOrder, next, notNext)[3][3]).toBeNull();
  });

  it('take the first place over people, not over biographies', () => {
    const all = Array.from({ length: 20 }, (_, i) => told(i, attributes));
    const single = firstPlace(all, (_, __, row) => row % 2 === 0);
    const doubled = firstPlace([...all, ...all], (_, __, row) => row % 2 === 0);
    expect(single.share).toBe(0.5);
    // the same people once more tell nothing new: the interval stays as wide
    expect(doubled.low).toBeCloseTo(single.low as number, 10);
    expect(firstPlace(all.slice(0, 1), () => true).low).toBeNull();
  });

  it('take the majority from the training people and hold it against the others', () => {
    const of = (a: number) => [a, 0, 0, 0, 0, 0];
    const classes = [of(1), of(1), of(2), of(2), of(2), of(1)];
    const shares = majorityShares(classes, Int32Array.of(0, 1, 2), Int32Array.of(3, 4, 5));
    expect(shares.birthDate).toBeCloseTo(1 / 3, 10);
    expect(shares.major).toBe(1);
  });

  it('count the people about whom a Q-probe is right', () => {
    const classes = [
      [0, 1, 0, 0, 0, 0],
      [1, 1, 0, 0, 0, 0],
    ];
    const choices = attributes.map(() => [0, 0]);
    const shares = sharesRight(choices, classes, Int32Array.of(0, 1));
    expect(shares.birthDate).toBe(0.5);
    expect(shares.birthCity).toBe(0);
    expect(shares.major).toBe(1);
  });
});
