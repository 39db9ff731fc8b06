import type { FlatConfig, ProfileName } from 'memorization-kit/engine';
import { type Finding, findings } from 'memorization-kit/findings';
import { withInterval } from 'memorization-kit/notebook';
import {
  type ClaimRow,
  evaluateClaims,
  type Result,
  storedResults,
} from 'memorization-kit/results';

export type AnyFinding = Finding<FlatConfig, unknown>;
export type AnyResult = Result<FlatConfig, unknown>;

/** A finding with the results that are shown of it. */
export interface ShownFinding {
  finding: AnyFinding;
  profile: ProfileName;
  results: AnyResult[];
  rows: ClaimRow[]; // one a claim, in the order of the claims
}

/**
 * The findings that have results, each in the profile asked for or else in the one that
 * storedResults chooses. Throws the ResultFileError of a damaged file.
 */
export function shownFindings(
  dataDir: string,
  asked: { profile?: ProfileName; findings?: readonly AnyFinding[] } = {},
): ShownFinding[] {
  return (asked.findings ?? Object.values(findings)).flatMap((finding) => {
    const stored = storedResults(finding, dataDir, asked.profile);
    if (!stored) return [];
    const { profile, results } = stored;
    return [{ finding, profile, results, rows: evaluateClaims(finding, results, profile) }];
  });
}

/** Our number as it is shown: 2.57 [2.52, 2.61] bits/parameter; a dash without data. */
export function oursText(row: ClaimRow): string {
  return row.n > 0 ? `${withInterval(row)} ${row.unit}`.trimEnd() : '–';
}

/** The different values of something over results, in the order of their first appearance. */
export function distinct<T>(results: readonly AnyResult[], of: (result: AnyResult) => T): T[] {
  return [...new Set(results.map(of))];
}

export const notebookLink = ({ notebook }: AnyFinding): string =>
  `[${notebook}](notebooks/${notebook}.ipynb)`;

/** The notebook of a finding, the profile, and what its runs were made with; Markdown. */
export function originOf({ finding, profile, results }: ShownFinding): string {
  const devices = distinct(results, ({ provenance }) => provenance.device);
  const tensorflow = distinct(results, ({ provenance }) => provenance.tensorflow);
  return (
    `${notebookLink(finding)}, profile \`${profile}\`, ` +
    `${results.length} runs on the ${devices.join(' and the ')}, ` +
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
