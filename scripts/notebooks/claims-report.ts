import type { ProfileName } from 'memorization-kit/engine';
import type { AnyFinding } from 'memorization-kit/findings';
import { claimCells, tableBundle } from 'memorization-kit/notebook';
import {
  type ClaimRow,
  evaluateClaims,
  missingText,
  readResults,
  type Verdict,
} from 'memorization-kit/results';
import { runsText } from '../results/shown.js';

export interface ClaimsReport {
  text: string;
  reproduced: boolean; // no run is missing, and no claim is not reproduced
  damaged: boolean; // a result file could not be read
}

/**
 * The table of the claims of all findings: finding | claim | paper | ours [95 % interval] | verdict, and
 * below it which claims are not reproduced. A claim without data about runs that the profile does
 * not have is named, and counts as neither.
 */
export function claimsReport(
  findings: readonly AnyFinding[],
  profile: ProfileName,
  dataDir: string,
): ClaimsReport {
  const rows: { finding: AnyFinding; claim: ClaimRow; whole: boolean }[] = [];
  const problems: string[] = []; // result files that cannot be used
  const gaps: string[] = []; // runs that are not stored
  const counts: string[] = []; // how many runs the claims of each finding are computed from
  for (const finding of findings) {
    try {
      const { results, missing, problems: damaged } = readResults(finding, profile, dataDir);
      problems.push(...damaged.map(({ message }) => message));
      if (damaged.length > 0) continue;
      const whole = missing.length === 0;
      counts.push(`${finding.name} ${runsText({ results, missing: missing.length })} runs`);
      if (!whole) gaps.push(missingText(finding, profile, dataDir, missing));
      const claims = evaluateClaims(finding, results, profile);
      rows.push(...claims.map((claim) => ({ finding, claim, whole })));
    } catch (error) {
      problems.push(`${finding.name}: ${(error as Error).message}`);
    }
  }
  const of = (...verdicts: Verdict[]): string[] =>
    rows
      .filter(
        ({ claim, whole }) =>
          verdicts.includes(claim.verdict) && (whole || claim.outcome !== 'none'),
      )
      .map(({ finding, claim }) => `${finding.name}/${claim.id}`);
  const [not, none] = [of('not reproduced', 'not held', 'not passed'), of('no data')];
  const cells = claimCells(rows.map(({ claim }) => claim));
  const table = tableBundle(
    cells.map((row, i) => ({ finding: rows[i].finding.name, ...row })),
    {
      columns: ['finding', 'claim', 'paper', 'ours [95 % interval]', 'verdict'],
      ...{ wrap: 44, maxRows: Infinity, caption: `Profile ${profile}: ${counts.join(', ')}` },
    },
  );
  const text = [
    rows.length > 0 ? `${table['text/plain']}\n` : 'No claims.',
    not.length > 0
      ? `Not reproduced, not held or not passed: ${not.join(', ')}. The notebook and "npm run explain" say why, where it is known.`
      : '',
    none.length > 0 ? `No data in this profile: ${none.join(', ')}.` : '',
    ...gaps,
    ...problems,
  ];
  return {
    text: text.filter(Boolean).join('\n'),
    reproduced: [...not, ...gaps, ...problems].length === 0,
    damaged: problems.length > 0,
  };
}
