import { describe, expect, it } from 'vitest';
import type { FlatConfig } from 'memorization-kit/engine';
import type { Claim, ClaimBands, Finding } from 'memorization-kit/findings';
import { evaluateClaims, judge, type Result } from 'memorization-kit/results';

type Bits = { bits: number };
const bands: ClaimBands = { reproduced: [3, 4], partly: [2, 5], why: 'short runs come out low' };

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
  ])('%d: %s', (value, verdict) => expect(judge(value, bands)).toBe(verdict));

  it.each([
    [3.5, 3.1, 3.9, 'reproduced'],
    [3.5, 2.9, 4.1, 'partly reproduced'],
    [3.5, NaN, NaN, 'partly reproduced'], // one seed has no interval
    [2.5, 2.4, 2.6, 'partly reproduced'],
    [5.5, 3.5, 7.5, 'not reproduced'],
  ])('%d with the interval from %d to %d: %s', (value, low, high, verdict) =>
    expect(judge(value, bands, [low, high])).toBe(verdict),
  );
});

describe('evaluateClaims', () => {
  const claim: Claim<FlatConfig, Bits> = {
    id: 'capacity',
    text: 'Models store 3.6 bits per parameter',
    source: 'Section 1',
    paper: '3.6',
    unit: 'bits/parameter',
    measure: (runs) => {
      if (runs.some(({ measurements }) => measurements.bits < 0)) throw new Error('bits below 0');
      const value = runs.reduce((sum, run) => sum + run.measurements.bits, 0) / runs.length;
      return { value, low: value - 1, high: value + 1, n: runs.length, note: 'a lower bound' };
    },
    bands: { quick: bands, standard: { ...bands, reproduced: [2, 5] }, paper: bands },
  };
  const finding = { claims: [claim] } as unknown as Finding<FlatConfig, Bits>;
  const result = (bits: number): Result<FlatConfig, Bits> =>
    ({ config: { seed: 1 }, measurements: { bits } }) as unknown as Result<FlatConfig, Bits>;

  it('gives the row of the table, by the bands of the profile', () => {
    const results = [result(2.5), result(3)];
    const [row] = evaluateClaims(finding, results, 'quick');
    expect(row).toEqual({
      id: 'capacity',
      text: claim.text,
      unit: 'bits/parameter',
      source: 'Section 1',
      paper: '3.6',
      ours: 2.75,
      low: 1.75,
      high: 3.75,
      n: 2,
      verdict: 'partly reproduced',
      why: bands.why,
      note: 'a lower bound',
    });
    expect(evaluateClaims(finding, results, 'standard')[0].verdict).toBe('reproduced');
  });

  it('judges a claim about a sign by its whole interval', () => {
    const sign = { ...claim, judgeBy: 'interval' };
    const bySign = { claims: [sign] } as unknown as Finding<FlatConfig, Bits>;
    const verdict = (bits: number) => evaluateClaims(bySign, [result(bits)], 'standard')[0].verdict;
    expect(verdict(3.5)).toBe('reproduced'); // 2.5 to 4.5 within 2 to 5
    expect(verdict(2.5)).toBe('partly reproduced'); // 1.5 to 3.5
  });

  it('is at most partly reproduced where what the claim presupposes is not there', () => {
    const behind = (gate: boolean, value: number) => {
      const measure = () => ({ value, low: NaN, high: NaN, n: 1, gate });
      const gated = { claims: [{ ...claim, measure }] } as unknown as Finding<FlatConfig, Bits>;
      return evaluateClaims(gated, [result(1)], 'standard')[0].verdict;
    };
    expect(behind(true, 3.5)).toBe('reproduced');
    expect(behind(false, 3.5)).toBe('partly reproduced');
    expect(behind(false, 0)).toBe('not reproduced');
  });

  it.each([
    ['the interval reaches the limit', 1.5, 'partly reproduced', 'the interval is not above 1.5'],
    ['there is no interval', NaN, 'partly reproduced', 'the interval is not above 1.5'],
    ['the interval is above the limit', 1.6, 'reproduced', ''],
  ])('a claim about an order, where %s', (_, low, verdict, note) => {
    const measure = () => ({ value: 3.5, low, high: 5.5, n: 3 });
    const standard = { ...bands, reproduced: [2, 5], intervalAbove: 1.5 };
    const order = { ...claim, measure, bands: { ...claim.bands, standard } };
    const byOrder = { claims: [order] } as unknown as Finding<FlatConfig, Bits>;
    expect(evaluateClaims(byOrder, [result(1)], 'standard')[0]).toMatchObject({ verdict, note });
    expect(evaluateClaims(byOrder, [], 'standard')[0]).toMatchObject({
      verdict: 'no data',
      note: '',
    });
  });

  it('has no data without results, and names the claim that cannot be measured', () => {
    expect(evaluateClaims(finding, [], 'quick')[0]).toMatchObject({ verdict: 'no data', n: 0 });
    expect(() => evaluateClaims(finding, [result(-1)], 'quick')).toThrow(
      'The claim "capacity" cannot be measured: bits below 0',
    );
  });
});
