import { describe, expect, it } from 'vitest';
import { overSeeds, within } from '../../lib/src/findings/claim-values';

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
