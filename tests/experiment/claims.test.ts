import {
  all,
  bandsOf,
  type Claim,
  judge,
  judgeClaim,
  type Value,
  valueOfClaim,
  where,
} from 'memorization-kit/experiment';
import { describe, expect, it } from 'vitest';

const bands = { reproduced: [3, 4], partly: [2, 5] } satisfies Pick<
  Claim<never>,
  'reproduced' | 'partly'
>;

describe('judge', () => {
  it.each([
    [3, 'reproduced'],
    [4, 'reproduced'],
    [2.999999, 'partly reproduced'],
    [4.000001, 'partly reproduced'],
    [2, 'partly reproduced'],
    [5, 'partly reproduced'],
    [1.999999, 'not reproduced'],
    [5.000001, 'not reproduced'],
    [-Infinity, 'not reproduced'],
    [Infinity, 'not reproduced'],
    [NaN, 'no data'],
  ])('%d: %s', (value, verdict) => expect(judge(value, bands as never)).toBe(verdict));

  it.each([
    [3.5, 3.1, 3.9, 'reproduced'],
    [3.5, 2.9, 4.1, 'partly reproduced'],
    [3.5, NaN, NaN, 'partly reproduced'], // one seed has no interval
    [2.5, 2.4, 2.6, 'partly reproduced'],
    [5.5, 3.5, 7.5, 'not reproduced'],
  ])('%d with the interval from %d to %d: %s', (value, low, high, verdict) =>
    expect(judge(value, bands as never, [low, high])).toBe(verdict),
  );
});

interface Made {
  bits: number;
  counts: boolean;
}
const runs: Made[] = [
  { bits: 2, counts: true },
  { bits: 4, counts: true },
  { bits: 90, counts: false },
];

/** The mean of the runs that count, or a value that is given. */
const claimOf = (more: Partial<Claim<Made>> = {}, value?: Partial<Value>): Claim<Made> => ({
  is: {
    unit: 'bits',
    of: where(({ counts }) => counts),
    value(chosen) {
      if (chosen.some(({ bits }) => bits < 0)) throw new Error('bits below 0');
      const mean = chosen.reduce((sum, { bits }) => sum + bits, 0) / chosen.length;
      return { value: mean, low: mean - 1, high: mean + 1, n: chosen.length, ...value };
    },
    entry: ({ bits }) => ({ bits }),
  },
  figure: 'some-figure',
  reproduced: [3, 4],
  partly: [2, 5],
  ...more,
});
const verdict = (claim: Claim<Made>, profile: 'quick' | 'paper' = 'quick') =>
  judgeClaim('some-claim', claim, runs, profile).verdict;

describe('a claim', () => {
  it('is judged by the value of the runs that it is about', () => {
    expect(judgeClaim('some-claim', claimOf(), runs, 'quick')).toEqual({
      id: 'some-claim',
      value: 3,
      low: 2,
      high: 4,
      n: 2,
      verdict: 'reproduced',
      note: '',
    });
    const remarked = judgeClaim('some-claim', claimOf({}, { note: 'a bound' }), runs, 'quick');
    expect(remarked.note).toBe('a bound');
  });

  it('has stricter bands at the size of the paper, where it says so', () => {
    const atPaperSize = { reproduced: [3.5, 4], partly: [3.2, 4] } as Claim<Made>['atPaperSize'];
    const claim = claimOf({ atPaperSize });
    expect(verdict(claim)).toBe('reproduced');
    expect(verdict(claim, 'paper')).toBe('not reproduced');
    expect(bandsOf(claim, 'standard').reproduced).toEqual([3, 4]);
    expect(verdict(claimOf(), 'paper')).toBe('reproduced');
  });

  it('about a sign is judged by its whole interval', () => {
    expect(verdict(claimOf({ wholeInterval: true }))).toBe('partly reproduced'); // 2 to 4
    expect(verdict(claimOf({ wholeInterval: true, reproduced: [2, 4] }))).toBe('reproduced');
  });

  it.each([
    ['reaches the limit', 1.5, 'partly reproduced', 'the interval is not above 1.5'],
    ['is not there', NaN, 'partly reproduced', 'the interval is not above 1.5'],
    ['is above the limit', 1.6, 'reproduced', ''],
  ])('about an order, whose interval %s', (_, low, verdict, note) => {
    const judged = judgeClaim('some-claim', claimOf({ above: 1.5 }, { low }), runs, 'quick');
    expect(judged).toMatchObject({ verdict, note });
  });

  it('is at most partly reproduced where what it presupposes is not there', () => {
    expect(verdict(claimOf({}, { gate: true }))).toBe('reproduced');
    expect(verdict(claimOf({}, { gate: false }))).toBe('partly reproduced');
    expect(verdict(claimOf({}, { gate: false, value: 0 }))).toBe('not reproduced');
  });

  it('has no data without runs of its own, whatever else it asks', () => {
    const claim = claimOf({ above: 1, wholeInterval: true });
    for (const none of [[], [runs[2]]]) {
      expect(judgeClaim('some-claim', claim, none, 'quick')).toMatchObject({
        verdict: 'no data',
        n: 0,
        note: '',
      });
    }
  });

  it('that cannot be measured is named', () => {
    const bad = [{ bits: -1, counts: true }];
    expect(() => valueOfClaim('some-claim', claimOf(), bad)).toThrow(
      'The claim "some-claim" cannot be measured: bits below 0',
    );
    expect(
      valueOfClaim('some-claim', { ...claimOf(), is: { ...claimOf().is, of: all } }, runs).n,
    ).toBe(3);
  });
});
