import { describe, expect, it } from 'vitest';
import { frame, RunFrame } from 'memorization-kit/results';
import { tableBundle } from 'memorization-kit/notebook';

describe('the frame of runs', () => {
  it('joins configuration and measurements, nested ones under dotted names', () => {
    const measurements = { bits: 1.5, loss: { final: 0.1, best: { step: 3 } }, losses: [1, 2] };
    const made = frame([{ config: { seed: 1, arm: 'a' }, measurements }]);
    expect(made.columns).toEqual(['seed', 'arm', 'bits', 'loss.final', 'loss.best.step']);
    expect(made.values).toEqual([[1, 'a', 1.5, 0.1, 3]]);
    expect(frame([{ config: { seed: 1 }, measurements: 7 }]).columns).toEqual(['seed', 'value']);
  });

  it('refuses a measurement with the name of a configuration key, and mixed columns', () => {
    const twice = [{ config: { steps: 1 }, measurements: { steps: 2 } }];
    expect(() => frame(twice)).toThrow('"steps" is a measurement and a key');
    expect(() => new RunFrame([{ a: 1 }, { a: 'x' }])).toThrow(
      'The column "a" mixes number and string values.',
    );
  });
});

describe('a frame with gaps', () => {
  const gaps = new RunFrame([
    { seed: 3, arm: 'a', tiny: 1e-9, capacity: null },
    { seed: 1, arm: 'a', tiny: 2, capacity: 4 },
    { seed: 2, arm: 'b', tiny: 3, capacity: NaN },
    { arm: 'b', tiny: 4, capacity: 6 },
    { seed: 4, arm: 'c', tiny: 5 },
  ]);

  it('sorts, with what is missing last in both directions', () => {
    const order = (by: string, ascending?: boolean) =>
      gaps
        .sortValues(by, { ascending })
        .loc({ columns: [by] })
        .values.flat();
    expect(order('seed')).toEqual([1, 2, 3, 4, null]);
    expect(order('seed', false)).toEqual([4, 3, 2, 1, null]);
    expect(order('capacity')).toEqual([4, 6, null, null, null]);
    expect(order('arm', false)).toEqual(['c', 'b', 'b', 'a', 'a']);
  });

  it('groups and averages what is there, and shows as missing what cannot be averaged', () => {
    const means = gaps.groupby(['arm']).mean();
    expect(means.columns).toEqual(['arm', 'seed_mean', 'tiny_mean', 'capacity_mean']);
    expect(means.values).toEqual([
      ['a', 2, (1e-9 + 2) / 2, 4],
      ['b', 2, 3.5, 6],
      ['c', 4, 5, null],
    ]);
    const { columns, values } = gaps
      .groupby(['arm'])
      .agg({ tiny: ['std', 'max'], capacity: 'count' });
    expect(columns).toEqual(['arm', 'tiny_std', 'tiny_max', 'capacity_count']);
    expect(values[1]).toEqual(['b', Math.SQRT1_2, 4, 1]);
    expect(values[2]).toEqual(['c', null, 5, 0]); // one value has no deviation: danfojs says 0
    expect(gaps.groupby(['arm']).mean(['tiny']).columns).toEqual(['arm', 'tiny_mean']);
  });

  it('keeps a group of its own for rows that lack the key', () => {
    expect(gaps.groupby(['seed']).agg({ tiny: 'sum' }).values).toContainEqual([null, 4]);
  });

  it('is asked by rows, and says of what it lacks', () => {
    expect(gaps.query(({ capacity }) => Number(capacity) > 4).shape).toEqual([1, 4]);
    expect(gaps.query(() => false).columns).toEqual(gaps.columns);
    for (const ask of [
      () => gaps.sortValues('size'),
      () => gaps.groupby(['size']),
      () => gaps.loc({ columns: ['size'] }),
      () => gaps.groupby(['arm']).agg({ size: 'mean' }),
    ]) {
      expect(ask).toThrow('There is no column "size"; there are seed, arm, tiny, capacity.');
    }
    expect(() => gaps.groupby(['seed']).mean(['arm'])).toThrow('"arm" holds words; "count" is all');
  });

  it('is shown with a dash where a cell is missing', () => {
    const text = tableBundle(gaps.loc({ columns: ['arm', 'capacity'] }))['text/plain'];
    expect(text.split('\n').slice(2)).toEqual([
      'a           –',
      'a           4',
      'b           –',
      'b           6',
      'c           –',
    ]);
  });
});
