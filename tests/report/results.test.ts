import { bitsPerParameter } from 'memorization-kit/findings';
import { claimProse, evaluateClaims, readResults } from 'memorization-kit/results';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { updateGenerated } from '../../build/scripts/results/generated.js';
import { resultsPage } from '../../build/scripts/results/page.js';
import { shownFindings } from '../../build/scripts/results/shown.js';
import { runScript } from '../notebook/command.js';
import { storedCapacity } from '../results/made-up.js';

const data = storedCapacity();

/** The part of the page below a heading of the second level. */
function below(page: string, heading: string): string {
  const from = page.indexOf(`\n## ${heading}`);
  expect(from, heading).toBeGreaterThan(0);
  const to = page.indexOf('\n## ', from + 1);
  return page.slice(from, to < 0 ? undefined : to);
}

describe('RESULTS.md', () => {
  it('has a row for every claim: source, number, verdict, notebook and a figure that exists', () => {
    const page = resultsPage(shownFindings(data));
    const section = below(page, bitsPerParameter.title);
    const rows = evaluateClaims(
      bitsPerParameter,
      readResults(bitsPerParameter, 'quick', data).results,
      'quick',
    );
    for (const { id, kind, verdict, n } of rows) {
      const row = section.split('\n').find((line) => line.includes(`\`${id}\``));
      expect(row).toContain(`| ${n || '–'} | ${verdict} |`);
      const another = id.startsWith('int'); // two claims are of another paper
      const paper = another
        ? 'Part 3.3'
        : '([Morris et al. 2025](https://arxiv.org/abs/2505.24832)';
      expect(row).toContain(kind === 'own' ? '| our own question |' : paper);
    }
    for (const [, link] of page.matchAll(/\]\(((?:figures|notebooks)\/[^)]+)\)/g)) {
      expect(fs.existsSync(link), link).toBe(true);
    }
    expect(section).toContain('profile `quick`, 48 runs on the cpu');
    expect(page).not.toMatch(/NaN|undefined|\[object/);
  });

  it('says why only where a claim is not reproduced', () => {
    const different = below(resultsPage(shownFindings(data)), 'Where we differ');
    const differs = (id: string) => claimProse('bits-per-parameter')[id].differs;
    expect(different).toContain(differs('bits-per-parameter')); // 2.5 is partly reproduced
    expect(different).not.toContain(differs('plateau'));
    const reproduced = shownFindings(data).map((shown) => ({
      ...shown,
      rows: shown.rows.map((row) => ({ ...row, outcome: 'whole' as const })),
    }));
    expect(below(resultsPage(reproduced), 'Where we differ')).toContain(
      'every claim is reproduced',
    );
  });

  it('adds up what the results cost', () => {
    const cost = below(resultsPage(shownFindings(data)), 'What it cost');
    const tokens = readResults(bitsPerParameter, 'quick', data).results.reduce(
      (sum, { config }) => sum + config.steps * config.nSequences * config.seqLength,
      0,
    );
    expect(cost).toContain(`${(tokens / 1e6).toFixed(1)} million tokens`);
    expect(cost).toContain('| 48 | 48 s |');
    expect(cost).toContain('4000 to 16,000');
    expect(cost).not.toContain('went on from a checkpoint');
    const stopped = shownFindings(data).map((shown) => ({
      ...shown,
      results: shown.results.map((result) => ({
        ...result,
        provenance: { ...result.provenance, resumed: true, cpu: 'A <b>CPU</b> | two' },
      })),
    }));
    const other = below(resultsPage(stopped), 'What it cost');
    expect(other).toContain('48 runs that went on from a checkpoint');
    expect(other).toContain('A \\<b>CPU\\</b> \\| two');
  });

  it('is the same each time, and the check tells when it is not what would be written', async () => {
    const out = path.join(data, '..', 'RESULTS.md');
    const page = resultsPage(shownFindings(data));
    const check = { check: true, command: 'npm run results' };
    expect(updateGenerated(out, page, { ...check, check: false })).toBe(true);
    expect(updateGenerated(out, resultsPage(shownFindings(data)), check)).toBe(true);
    fs.writeFileSync(out, page.replace('partly reproduced', 'reproduced'));
    const args = ['--check', '--out', out];
    const { code, stderr } = await runScript('results', args, { KIT_DATA: data });
    expect([code, stderr]).toEqual([1, expect.stringContaining('Run `npm run results`')]);
    expect(fs.readFileSync(out, 'utf8')).not.toBe(page); // only compared
  });
});
