import { paperLaw } from 'memorization-kit/findings';
import { paperTable } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import {
  expectedPerParameter,
  firstTokenAdds,
  lawArgument,
  lawFactors,
  printedTwice,
  rowsAboveScored,
  shortErrors,
  slips,
} from '../../build/scripts/results/slips.js';

describe('slips in the papers', () => {
  it('counting: short sequences hold more bits than their predicted tokens do', () => {
    const lengths = rowsAboveScored(paperTable('morrisVariation')).map(({ S }) => S);
    expect(lengths).toEqual([4, 8, 16, 32]); // from 64 on the capacity is the limit
    expect(firstTokenAdds(64)).toBeCloseTo(64 / 63 - 1, 12);
  });

  it('the membership law as printed rises with the data, to more than can be', () => {
    const moreData = [100, 30, 10, 1, 0].map(paperLaw); // capacity / |D|
    expect(moreData).toEqual([...moreData].sort((a, b) => a - b));
    expect(moreData.at(-1)).toBeGreaterThan(1);
  });

  it('turned over, it gives every printed prediction by nearly the same factor', () => {
    for (const f1 of [55, 75, 95]) expect(100 * paperLaw(lawArgument(f1))).toBeCloseTo(f1, 9);
    const factors = lawFactors(paperTable('morrisMembership'));
    expect(Math.max(...factors) / Math.min(...factors)).toBeLessThan(1.03);
  });

  it('one setting is printed twice, with numbers that differ', () => {
    const pairs = printedTwice(paperTable('morrisVariation'));
    expect(pairs.map(([a]) => [a.S, a.V])).toEqual([[64, 2048]]);
    expect(pairs[0][0].params).toBe(pairs[0][1].params);
    expect(pairs[0][0].memorized).not.toBe(pairs[0][1].memorized);
  });

  it('the tables expect fewer bits per parameter than the text says', () => {
    const per = expectedPerParameter(paperTable('morrisVariation'));
    expect(per).toHaveLength(7);
    for (const bits of per) expect(Math.abs(bits - 3.54)).toBeLessThan(0.02);
  });

  it('the errors of short sequences are what their first tokens leave open', () => {
    const errors = shortErrors(paperTable('morrisVariation'));
    expect(errors.map(({ printed }) => printed)).toEqual([4.19, 1.8, 0.84, 0.41]);
    for (const { printed, byFirstTokens } of errors) {
      expect(byFirstTokens / printed).toBeCloseTo(1, 1);
    }
  });

  it('are told with the numbers that they are about', () => {
    const text = slips().join('\n');
    expect(text).toContain('S = 4, 8, 16, 32');
    expect(text).toContain('(3.63 from the printed rows)');
    expect(text).toContain('1.06 million parameters hold');
    expect(text).toContain('GPT2-Medium at 75 by 9.3');
    expect(text).toContain('no document frequency');
    expect(text).toContain('a chance of 5/6. Appendix G');
    expect(text).not.toMatch(/NaN|undefined/);
  });
});
