import {
  all,
  both,
  mostCommon,
  mostVaried,
  shared,
  trainingsBy,
  varied,
  where,
} from 'memorization-kit/experiment';
import { describe, expect, it } from 'vitest';

interface Row {
  model: string;
  size: number;
  rate: number;
}
const row = (model: string, size: number, rate: number): Row => ({ model, size, rate });
const rows = [
  row('small', 1, 0.1),
  row('large', 9, 0.1),
  row('small', 1, 0.2),
  row('large', 9, 0.2),
  row('other', 5, 0.1),
  row('other', 5, 0.1),
  row('other', 5, 0.1),
];
const models = (chosen: Row[]): string[] => chosen.map(({ model }) => model);

describe('a selection', () => {
  it('keeps the order of the runs, and leaves the runs as they are', () => {
    const given = Object.freeze([...rows]);
    expect(all(given)).toEqual(rows);
    expect(all(given)).not.toBe(given);
    expect(models(where<Row>(({ rate }) => rate === 0.2)(given))).toEqual(['small', 'large']);
  });

  it('of what most runs have takes the first of several, and none of none', () => {
    expect(models(mostCommon(({ model }: Row) => model)(rows))).toEqual([
      'other',
      'other',
      'other',
    ]);
    expect(models(mostCommon(({ model }: Row) => model)(rows.slice(0, 4)))).toEqual([
      'small',
      'small',
    ]);
    expect(mostCommon(({ model }: Row) => model)([])).toEqual([]);
  });

  it('of the most values counts distinct ones, then goes by rank', () => {
    const largest = mostVaried(
      ({ model }: Row) => model,
      ({ rate }) => rate,
      ({ size }) => size,
    );
    const smallest = mostVaried(
      ({ model }: Row) => model,
      ({ rate }) => rate,
      ({ size }) => -size,
    );
    expect(models(largest(rows))).toEqual(['large', 'large']); // not the three alike
    expect(models(smallest(rows))).toEqual(['small', 'small']);
    expect(largest([])).toEqual([]);
  });

  it('of a grid with holes keeps what every group has, or the groups that vary', () => {
    const [model, rate] = [({ model }: Row) => model, ({ rate }: Row) => rate];
    expect(models(shared(model, rate)(rows.slice(0, 5)))).toEqual(['small', 'large', 'other']);
    expect(shared(model, rate)([row('small', 1, 0.1), row('large', 9, 0.2)])).toEqual([]);
    expect(shared(model, rate)([])).toEqual([]);
    expect(models(varied(model, rate)(rows))).toEqual(['small', 'large', 'small', 'large']);
  });

  it('can be made of two, the second among the runs of the first', () => {
    const low = where<Row>(({ rate }) => rate === 0.1);
    const common = mostCommon(({ model }: Row) => model);
    expect(models(both(low, common)(rows))).toEqual(['other', 'other', 'other']);
    expect(models(both(common, low)(rows.slice(0, 4)))).toEqual(['small']);
  });
});

describe('runs that differ in their steps alone', () => {
  const run = (model: string, steps: number, bits: number) => ({ model, bits, config: { steps } });
  const { sweep, controls, leastOfLonger } = trainingsBy(
    ({ model }: ReturnType<typeof run>) => model,
  );
  const runs = [
    run('a', 20, 10),
    run('a', 10, 9),
    run('b', 10, 5),
    run('c', 10, 6),
    run('c', 40, 8),
  ];

  it('are the shortest of each, and the longer ones beside them as controls', () => {
    expect(sweep(runs)).toEqual([runs[1], runs[2], runs[3]]);
    expect(controls(runs)).toEqual([runs[1], runs[0], runs[3], runs[4]]);
    expect(controls(runs.slice(1, 4))).toEqual([]);
  });

  it('are compared where the shorter has the least of the longer', () => {
    expect(leastOfLonger(runs, ({ bits }) => bits)).toBeCloseTo(0.75, 12);
  });
});
