import {
  all,
  bandsOf,
  type Claim,
  judge,
  judgeClaim,
  type Value,
  valueOfClaim,
  verdictOf,
  verdictsOf,
  where,
} from 'memorization-kit/experiment';
import { describe, expect, it } from 'vitest';

const bands = { reproduced: [3, 4], partly: [2, 5] } satisfies Pick<
  Claim<never>,
  'reproduced' | 'partly'
>;

const found = (value: number, low = value, high = value): Value => ({ value, low, high, n: 3 });

describe('judge', () => {
  it.each([
    [3, 'whole'],
    [4, 'whole'],
    [2.999999, 'partly'],
    [4.000001, 'partly'],
    [2, 'partly'],
    [5, 'partly'],
    [1.999999, 'not'],
    [5.000001, 'not'],
    [-Infinity, 'not'],
    [Infinity, 'not'],
    [NaN, 'none'],
  ])('%d: %s', (value, outcome) => {
    expect(judge(found(value), bands as never, 'paper')).toBe(outcome);
    expect(judge(found(value, NaN, NaN), bands as never, 'gate')).toBe(outcome); // no interval
  });

  it.each([
    [3.5, 3.1, 3.9, 'whole'],
    [3.5, 2.9, 3.9, 'partly'], // either end counts
    [3.5, 3.1, 4.1, 'partly'],
    [3.5, NaN, NaN, 'partly'], // one training has no interval
    [2.5, 2.4, 2.6, 'partly'],
    [5.5, 3.5, 7.5, 'not'],
  ])('%d with the interval from %d to %d: %s', (value, low, high, outcome) => {
    for (const kind of ['paper', 'derived', 'own'] as const) {
      expect(judge(found(value, low, high), bands as never, kind)).toBe(outcome);
    }
  });
});

describe('a verdict', () => {
  it('is worded by the kind of its claim', () => {
    expect(verdictsOf('paper')).toEqual([
      'reproduced',
      'partly reproduced',
      'not reproduced',
      'no data',
    ]);
    expect(verdictsOf('derived')).toEqual(verdictsOf('paper'));
    expect(verdictsOf('own')).toEqual(['held', 'partly held', 'not held', 'no data']);
    expect(verdictsOf('gate')).toEqual(['passed', 'not passed', 'no data']);
    expect(verdictOf('gate', 'partly')).toBe('not passed');
  });
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
      return { value: mean, low: mean, high: mean + 1, n: chosen.length, ...value };
    },
    entry: ({ bits }) => ({ bits }),
  },
  kind: 'paper',
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
      low: 3,
      high: 4,
      n: 2,
      outcome: 'whole',
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

  it('of one training is partly reproduced at most, and says why', () => {
    const judged = judgeClaim('some-claim', claimOf({}, { low: NaN, high: NaN }), runs, 'quick');
    expect(judged).toMatchObject({
      verdict: 'partly reproduced',
      note: 'no interval over trainings',
    });
    const gate = judgeClaim(
      'some-claim',
      claimOf({ kind: 'gate' }, { low: NaN, high: NaN }),
      runs,
      'quick',
    );
    expect(gate).toMatchObject({ verdict: 'passed', note: '' });
  });

  it('is at most partly reproduced where what it presupposes is not there', () => {
    expect(verdict(claimOf({}, { gate: true }))).toBe('reproduced');
    expect(verdict(claimOf({}, { gate: false }))).toBe('partly reproduced');
    expect(verdict(claimOf({}, { gate: false, value: 0 }))).toBe('not reproduced');
  });

  it('has no data without runs of its own, whatever else it asks', () => {
    const claim = claimOf();
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
