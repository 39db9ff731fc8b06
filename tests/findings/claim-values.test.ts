import { describe, expect, it } from 'vitest';
import { overSeeds, surelyAbove, within } from '../../lib/src/findings/claim-values';

const runs = (...values: number[]) => values.map((value, seed) => ({ config: { seed }, value }));
const valueOf = ([{ value }]: { value: number }[]): number => value;

describe('the interval of a quantity that has limits', () => {
  it('ends at the limit, and where it does not reach it stays as it is', () => {
    const correlation = overSeeds(runs(-1, -1, -0.9), valueOf);
    expect(correlation.low).toBeLessThan(-1);
    expect(within(-1, 1, correlation)).toEqual({ ...correlation, low: -1 });

    const inner = overSeeds(runs(0.1, 0.2, 0.3), valueOf);
    expect(within(-1, 1, inner)).toEqual(inner);
  });

  it('leaves out nothing of a value without an interval', () => {
    const single = overSeeds(runs(0.5), valueOf);
    expect(within(0, 1, single)).toEqual({ value: 0.5, low: NaN, high: NaN, n: 1 });
  });
});

describe('a claim about an order', () => {
  it.each([
    ['the interval reaches the limit', [0.1, 0.2, 0.9], false],
    ['there is no interval', [0.5], false],
    ['the interval is above the limit', [0.4, 0.5, 0.6], undefined],
  ])('%s', (_, values, gate) => {
    expect(surelyAbove(0.1, overSeeds(runs(...values), valueOf)).gate).toBe(gate);
  });

  it('stays without data where there is none', () => {
    const nothing = overSeeds<ReturnType<typeof runs>[number]>([], valueOf);
    expect(surelyAbove(0, nothing)).toEqual(nothing);
  });
});
