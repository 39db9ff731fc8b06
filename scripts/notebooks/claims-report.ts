import type { ProfileName } from 'memorization-kit/engine';
import type { Finding } from 'memorization-kit/findings';
import { tableBundle, withInterval } from 'memorization-kit/notebook';
import { type ClaimRow, evaluateClaims, loadResults } from 'memorization-kit/results';

type AnyFinding = Finding<Record<string, number | string | boolean>, unknown>;

export interface ClaimsReport {
  text: string;
  allReproduced: boolean; // each claim at least partly
  damaged: boolean; // a result file could not be read
}

/** The table of the claims of all findings: finding | claim | paper | ours [95% CI] | verdict. */
export function claimsReport(
  findings: readonly AnyFinding[],
  profile: ProfileName,
  dataDir: string,
): ClaimsReport {
  const rows: Record<string, string>[] = [];
  const problems: string[] = [];
  let allReproduced = true;
  for (const finding of findings) {
    try {
      const claims = evaluateClaims(finding, loadResults(finding, profile, dataDir), profile);
      rows.push(...claims.map((claim) => cells(finding, claim)));
      allReproduced &&= claims.every(
        ({ verdict }) => verdict.endsWith('reproduced') && verdict !== 'not reproduced',
      );
    } catch (error) {
      problems.push(`${finding.name}: ${(error as Error).message}`);
    }
  }
  const table = tableBundle(rows, { wrap: 44, maxRows: Infinity, caption: `Profile ${profile}` });
  const text = rows.length > 0 ? table['text/plain'] : 'No claims.';
  return {
    text: [text, ...problems].join('\n'),
    allReproduced: allReproduced && problems.length === 0,
    damaged: problems.length > 0,
  };
}

function cells(finding: AnyFinding, claim: ClaimRow): Record<string, string> {
  return {
    finding: finding.name,
    claim: claim.unit ? `${claim.text} (${claim.unit})` : claim.text,
    paper: claim.paper,
    'ours [95% CI]': withInterval(claim),
    verdict: claim.verdict,
  };
}
