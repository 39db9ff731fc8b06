import { describe, expect, it } from 'vitest';
import { type Result, toDataFrame, toRows } from 'memorization-kit/results';

type AnyResult = Result<Record<string, number | string>, unknown>;
const result = (config: object, measurements: unknown): AnyResult =>
  ({ config, measurements }) as AnyResult;

describe('toRows', () => {
  it('joins configuration and measurements, nested ones under dotted names', () => {
    const measurements = { bits: 1.5, loss: { final: 0.1, best: { step: 3 } }, losses: [1, 2] };
    expect(toRows([result({ seed: 1, arm: 'a' }, measurements)])).toEqual([
      { seed: 1, arm: 'a', bits: 1.5, 'loss.final': 0.1, 'loss.best.step': 3 },
    ]);
    expect(toRows([result({ seed: 1 }, 7)])).toEqual([{ seed: 1, value: 7 }]);
  });

  it('refuses a measurement with the name of a configuration key', () => {
    expect(() => toRows([result({ steps: 1 }, { steps: 2 })])).toThrow('"steps" is a measurement');
  });
});

describe('toDataFrame', () => {
  const rows = [
    { seed: 1, arm: 'a', tiny: 1e-9, capacity: null },
    { seed: 2, arm: 'a', tiny: 2, capacity: 4 },
    { seed: 3, arm: 'b', tiny: 3, capacity: 5 },
  ];

  it('keeps small numbers, and what is missing as NaN', () => {
    const frame = toDataFrame(rows);
    expect(frame.shape).toEqual([3, 4]);
    expect(frame.columns).toEqual(['seed', 'arm', 'tiny', 'capacity']);
    expect(frame.column('tiny').values).toEqual([1e-9, 2, 3]);
    expect(frame.column('capacity').values).toEqual([NaN, 4, 5]);
  });

  it('groups', () => {
    const means = toDataFrame(rows).groupby(['arm']).agg({ tiny: 'mean', seed: 'count' });
    expect(means.column('tiny_mean').values).toEqual([(1e-9 + 2) / 2, 3]);
    expect(means.column('seed_count').values).toEqual([2, 1]);
  });

  it('refuses a column that mixes kinds of values', () => {
    expect(() => toDataFrame([{ a: 1 }, { a: 'x' }])).toThrow(
      'The column "a" mixes number and string values.',
    );
  });
});
