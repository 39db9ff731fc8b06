import { describe, expect, it } from 'vitest';
import { summaryText, withPart } from '../../build/scripts/readme.js';
import { shownFindings } from '../../build/scripts/results/shown.js';
import { storedCapacity } from '../results/made-up.js';

const data = storedCapacity();

describe('the summary of README.md', () => {
  it('counts the claims of the papers by their verdicts, and says what was trained', () => {
    const [{ rows }] = shownFindings(data);
    const ofPapers = rows.filter(({ kind }) => kind === 'paper' || kind === 'derived');
    const count = (verdict: string) => ofPapers.filter((row) => row.verdict === verdict).length;
    expect(count('reproduced')).toBeGreaterThan(0);
    expect(summaryText(data)).toContain(
      `**The papers' ${ofPapers.length} claims: ${count('reproduced')} reproduced, ` +
        `${count('partly reproduced')} partly reproduced, ${count('no data')} no data.**`,
    );
    expect(summaryText(data)).toContain('Our own questions, not counted there: 1 no data.');
    expect(summaryText(data)).not.toContain('Gates'); // this finding has none
    expect(summaryText(data)).toMatch(/profile `quick` \(48 runs, .* on the cpu in sum\)/);
  });

  it('stands between its marks, and nothing else is changed', () => {
    const readme = 'a\n<!-- summary -->\nold\n<!-- /summary -->\nb';
    expect(withPart(readme, 'summary', 'new')).toBe(
      'a\n<!-- summary -->\n\nnew\n\n<!-- /summary -->\nb',
    );
    expect(() => withPart(readme, 'results', 'new')).toThrow(/must hold <!-- results -->/);
  });
});
