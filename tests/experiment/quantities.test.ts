import {
  all,
  lowest,
  meanOf,
  NO_VALUE,
  numberAt,
  overall,
  perSeed,
  rankOver,
  rankOverArms,
  ratioOfEnds,
  ratioPerSeed,
  where,
} from 'memorization-kit/experiment';
import { meanInterval } from 'memorization-kit/stats';
import { describe, expect, it } from 'vitest';

interface Made {
  config: { seed: number };
  measurements: { bits: number; recall?: { all: number } };
}
const run = (seed: number, bits: number, recall?: number): Made => ({
  config: { seed },
  measurements: { bits, ...(recall !== undefined && { recall: { all: recall } }) },
});
const sum = (runs: Made[]): number =>
  runs.reduce((total, { measurements }) => total + measurements.bits, 0);
const bits = { enters: ['bits'] };

describe('a quantity with one value a seed', () => {
  it('gives their mean and interval; each seed is seen with all of its runs', () => {
    const quantity = perSeed<Made>('bits', all, sum, bits);
    const found = quantity.value([run(1, 1), run(2, 5), run(1, 2), run(3, 4)]);
    const { mean, low, high } = meanInterval([3, 5, 4]);
    expect(found).toMatchObject({ value: mean, low, high, n: 3 });
  });

  it('does not count seeds that say nothing', () => {
    const quantity = perSeed<Made>('', all, (of) => (sum(of) > 2 ? sum(of) : null), bits);
    expect(quantity.value([run(1, 1), run(2, 5), run(3, 7)])).toMatchObject({ value: 6, n: 2 });
    const undefinedToo = perSeed<Made>('', all, () => undefined, bits);
    expect(undefinedToo.value([run(1, 1)])).toMatchObject({ value: NaN, n: 0 });
  });

  it('has no interval with one seed', () => {
    const found = perSeed<Made>('', all, sum, bits).value([run(1, 1), run(1, 2)]);
    expect(found).toEqual({ value: 3, low: NaN, high: NaN, n: 1 });
  });

  it('ends where it has limits, and nowhere else', () => {
    const limited = (limits: [number, number]) =>
      perSeed<Made>('', all, sum, { ...bits, limits }).value([
        run(1, -1),
        run(2, -1),
        run(3, -0.9),
      ]);
    const free = perSeed<Made>('', all, sum, bits).value([run(1, -1), run(2, -1), run(3, -0.9)]);
    expect(free.low).toBeLessThan(-1);
    expect(limited([-1, 1])).toEqual({ ...free, low: -1 });
    expect(limited([-9, 9])).toEqual(free);
    const single = perSeed<Made>('', all, sum, { ...bits, limits: [0, 1] }).value([run(1, 0.5)]);
    expect(single).toMatchObject({ low: NaN, high: NaN });
  });
});

describe('a ratio for each seed', () => {
  it('is averaged so that twice and half come to once', () => {
    const ratio = ratioPerSeed<Made>('ratio', all, sum, bits);
    const { value, low, high, n } = ratio.value([run(1, 2), run(2, 0.5)]);
    expect(value).toBeCloseTo(1, 12);
    expect(low * high).toBeCloseTo(1, 9);
    expect(low).toBeGreaterThan(0);
    expect(n).toBe(2);
    expect(() => ratio.value([run(1, -1)])).toThrow(/above 0/);
  });
});

describe('the lowest share', () => {
  const quantity = lowest<Made>(all, 'recall.all');

  it('is in percent, of the runs that have it', () => {
    expect(quantity.value([run(1, 0, 0.9), run(2, 0, 0.75), run(3, 0)])).toMatchObject({
      value: 75,
      n: 3,
    });
    expect(quantity.value([run(1, 0)]).n).toBe(0);
    expect(quantity.entry(run(1, 0, 0.9))).toEqual({ 'recall.all': 0.9 }); // its path says it
  });
});

describe('the ends of what runs differ in', () => {
  const bitsOf = ({ measurements }: Made) => measurements.bits;
  const recallOf = ({ measurements }: Made) => measurements.recall?.all ?? NaN;
  const runs = [run(1, 4, 0.2), run(1, 2, 0.6), run(1, 3, 0.5)];

  it('are compared with each other; a single value says nothing', () => {
    const ratio = ratioOfEnds<Made>(all, bitsOf, recallOf);
    expect(ratio.of(runs)).toEqual(runs.slice(0, 2));
    expect(ratio.value(runs.slice(0, 2)).value).toBeCloseTo(0.6 / 0.2, 12);
    expect(ratio.value(runs.slice(0, 1)).value).toBeNaN();
  });

  it('have an order if there are three values', () => {
    expect(rankOver(runs, bitsOf, recallOf)).toBe(-1);
    expect(rankOver([...runs.slice(0, 2), runs[0]], bitsOf, recallOf)).toBeNull();
  });
});

describe('what enters a quantity', () => {
  it('is read from the measurements by its path, as it is named in the file', () => {
    const measurements = { loss: { final: 2 }, exposures: [{ epochs: 7 }, {}], name: 'x' };
    expect(numberAt(measurements, 'loss.final')).toBe(2);
    expect(numberAt(measurements, 'exposures[0].epochs')).toBe(7);
    for (const missing of ['exposures[1].epochs', 'exposures[9].epochs', 'loss', 'name', 'a.b']) {
      expect(numberAt(measurements, missing), missing).toBeNull();
    }
    expect(numberAt(null, 'loss')).toBeNull();
  });

  it('is shown for each run, and says which it is not there', () => {
    const quantity = overall<Made>(
      '',
      where(({ config }) => config.seed > 1),
      () => NO_VALUE,
      {
        enters: ['bits', 'recall.all'],
      },
    );
    expect(quantity.entry(run(1, 3, 0.5))).toEqual({ bits: 3, 'recall.all': 0.5 });
    expect(quantity.entry(run(1, 3))).toEqual({ bits: 3, 'recall.all': null });
    expect(quantity.of([run(1, 0), run(2, 0)])).toEqual([run(2, 0)]);
  });
});

describe('an order over arms', () => {
  const arms = [1, 2, 3, 4].map((x) => ({ x, y: x ** 2 }));
  const rank = (some: typeof arms, sign = 1) =>
    rankOverArms(
      some,
      ({ x }) => x,
      ({ y }) => sign * y,
    );

  it('is a rank correlation, of four arms at least', () => {
    expect(rank(arms)).toBe(1);
    expect(rank(arms, -1)).toBe(-1);
    expect(rank(arms.slice(1))).toBeNull();
  });
});

describe('the mean of what runs have', () => {
  it('leaves out what is not known, and is null where nothing is', () => {
    const values = [1, null, 3, undefined];
    expect(meanOf(values, (value) => value)).toBe(2);
    expect(meanOf([null], (value: number | null) => value)).toBeNull();
    expect(meanOf([], () => 1)).toBeNull();
  });
});
