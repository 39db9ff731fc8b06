import type { ProfileName } from 'memorization-kit/engine';
import { type ClaimKind, verdictsOf } from 'memorization-kit/experiment';
import { type AnyFinding, findings } from 'memorization-kit/findings';
import { withInterval } from 'memorization-kit/notebook';
import {
  type AnyResult,
  type ClaimRow,
  evaluateClaims,
  storedResults,
} from 'memorization-kit/results';

/** A finding with the results that are shown of it. */
export interface ShownFinding {
  finding: AnyFinding;
  profile: ProfileName;
  results: AnyResult[];
  missing: number; // runs of the profile that are not stored
  rows: ClaimRow[]; // one a claim, in the order of the claims
}

/**
 * The findings that have results, each in the profile asked for or else in the one that
 * storedResults chooses. Throws an IncompleteSweep where runs are missing, unless `incomplete` is
 * set, and the ResultFileError of a damaged file.
 */
export function shownFindings(
  dataDir: string,
  asked: { profile?: ProfileName; incomplete?: boolean; findings?: readonly AnyFinding[] } = {},
): ShownFinding[] {
  return (asked.findings ?? Object.values(findings)).flatMap((finding) => {
    const stored = storedResults(finding, dataDir, asked);
    if (!stored) return [];
    const { profile, results, missing } = stored;
    const rows = evaluateClaims(finding, results, profile);
    return [{ finding, profile, results, missing: missing.length, rows }];
  });
}

/** Our number as it is shown: 2.57 [2.52, 2.61] bits/parameter; a dash without data. */
export function oursText(row: ClaimRow): string {
  return row.n > 0 ? `${withInterval(row)} ${row.unit}`.trimEnd() : '–';
}

/** How many runs are shown: '48', or '47 of 48' where some are missing. */
export function runsText({ results, missing }: Pick<ShownFinding, 'results' | 'missing'>): string {
  return missing > 0 ? `${results.length} of ${results.length + missing}` : `${results.length}`;
}

/** The different values of something over results, in the order of their first appearance. */
export function distinct<T>(results: readonly AnyResult[], of: (result: AnyResult) => T): T[] {
  return [...new Set(results.map(of))];
}

export const notebookLink = ({ notebook }: AnyFinding): string =>
  `[${notebook}](notebooks/${notebook}.ipynb)`;

/** The notebook of a finding, the profile, and what its runs were made with; Markdown. */
export function originOf(shown: ShownFinding): string {
  const { finding, profile, results } = shown;
  const devices = distinct(results, ({ provenance }) => provenance.device);
  const tensorflow = distinct(results, ({ provenance }) => provenance.tensorflow);
  return (
    `${notebookLink(finding)}, profile \`${profile}\`, ` +
    `${runsText(shown)} runs on the ${devices.join(' and the ')}, ` +
    `TensorFlow ${tensorflow.join(', ')}, ${commitsOf(results)}.`
  );
}

/** 'commit 96ac6cdac328', or the several that results were made by. */
export function commitsOf(results: readonly AnyResult[]): string {
  const commits = distinct(results, ({ provenance: { commit } }) =>
    commit === null ? 'unknown' : commit.slice(0, 12) + (commit.endsWith('-dirty') ? '-dirty' : ''),
  );
  return `${commits.length === 1 ? 'commit' : 'commits'} ${commits.join(', ')}`;
}

/** Of the claims of these kinds how many have which verdict: '17 reproduced, 9 partly reproduced'. */
export function verdictCounts(rows: readonly ClaimRow[], ...kinds: ClaimKind[]): string {
  const own = rows.filter(({ kind }) => kinds.includes(kind));
  const texts = verdictsOf(kinds[0]).flatMap((verdict) => {
    const n = own.filter((row) => row.verdict === verdict).length;
    return n > 0 ? [`${n} ${verdict}`] : [];
  });
  return texts.join(', ') || '–';
}
