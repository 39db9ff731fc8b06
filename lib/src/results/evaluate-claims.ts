import type { FlatConfig, ProfileName } from '../base';
import {
  type ClaimKind,
  type Finding,
  judgeClaim,
  type Outcome,
  type Run,
  type Verdict,
} from '../experiment';
import { claimProse } from './claim-prose';

/** One line of the table that holds a paper's claims against our numbers. */
export interface ClaimRow {
  id: string;
  text: string;
  unit: string;
  source: string;
  paper: string;
  ours: number; // NaN without data
  low: number; // 95 % interval; NaN with fewer than two seeds
  high: number;
  n: number;
  kind: ClaimKind;
  outcome: Outcome;
  verdict: Verdict;
  why: string; // why the band is what it is
  note: string;
  figure: string; // its name in figures/
}

/** The name of a finding's figure in figures/: with the number of its notebook. */
export const figureFile = ({ notebook }: { notebook: string }, name: string): string =>
  `${notebook.slice(0, 2)}-${name}`;

/** Judges every claim of a finding by the bands of the profile, which were set beforehand. */
export function evaluateClaims<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  results: readonly Run<C, M>[],
  profile: ProfileName,
): ClaimRow[] {
  const prose = claimProse(finding.name);
  return Object.entries(finding.claims).map(([id, claim]) => {
    const { value, low, high, n, outcome, verdict, note } = judgeClaim(id, claim, results, profile);
    const { text, source, paper, why } = prose[id];
    const row = { id, text, unit: claim.is.unit, source, paper, ours: value, low, high, n };
    const figure = figureFile(finding, claim.figure);
    return { ...row, kind: claim.kind, outcome, verdict, why: why(profile), note, figure };
  });
}
