import { bitsPerParameter, findings } from 'memorization-kit/findings';
import { claimProse, evaluateClaims } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { parseProse } from '../../lib/src/results/claim-prose';
import { lawfulRuns } from '../findings/made-up-runs';

describe('evaluateClaims', () => {
  const runs = lawfulRuns(() => 3.5);

  it('gives a row of the table a claim: its words, our numbers, the verdict and the figure', () => {
    const rows = evaluateClaims(bitsPerParameter, runs, 'quick');
    expect(rows.map(({ id }) => id)).toEqual(Object.keys(bitsPerParameter.claims));
    const prose = claimProse('bits-per-parameter')['bits-per-parameter'];
    const { text, source, paper } = prose;
    const why = prose.why('quick');
    expect(rows[0]).toMatchObject({ id: 'bits-per-parameter', text, source, paper, why });
    expect(rows[0]).toMatchObject({
      unit: 'bits/parameter',
      n: 3,
      verdict: 'reproduced',
      note: '',
    });
    expect(rows[0].ours).toBeCloseTo(3.5, 10);
    expect(rows[0].low).toBeCloseTo(3.5, 8);
    expect(rows[0].figure).toBe('01-capacity-vs-parameters');
  });

  it('has no data without results', () => {
    for (const finding of Object.values(findings)) {
      for (const row of evaluateClaims(finding, [], 'quick')) {
        expect(row).toMatchObject({ ours: NaN, n: 0, verdict: 'no data' });
      }
    }
  });
});

describe('the words of claims', () => {
  const section = (more = '', id = 'some-claim') => `## ${id}

What is claimed,
on two lines

- paper: 3.6: as printed
- source: Table 1
- formula: the mean
- differs: Runs are short.
- why: The rows of the table.
${more}`;

  it('are a heading a claim, its text and a list', () => {
    const markdown = `# A finding\n\n${section()}\n${section('', 'other')}`;
    const { 'some-claim': prose, other } = parseProse(markdown, 'some.md');
    expect(prose).toMatchObject({
      text: 'What is claimed, on two lines',
      paper: '3.6: as printed',
      source: 'Table 1',
      formula: 'the mean',
      differs: 'Runs are short.',
    });
    expect(other.text).toBe(prose.text);
  });

  it('can have a reason of their own for a profile', () => {
    const prose = parseProse(section('- why (profile paper): The paper says so.'), 'some.md');
    expect(prose['some-claim'].why('paper')).toBe('The paper says so.');
    expect(prose['some-claim'].why('quick')).toBe('The rows of the table.');
  });

  it.each([
    [section().replace('- why: The rows of the table.', ''), 'lacks why'],
    [section().replace(/- (paper|differs).*\n/g, ''), 'lacks paper, differs'],
    [section().replace(/What is[^]*?two lines/, ''), 'lacks its text'],
  ])('are missed with the file and the claim', (markdown, message) => {
    expect(() => parseProse(markdown, 'some.md')).toThrow(
      `some.md: the claim "some-claim" ${message}.`,
    );
  });
});
