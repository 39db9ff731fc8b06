import type { FlatConfig, ProfileName } from '../engine';
import type { Claim, ClaimBands, ClaimRun, ClaimValue, Finding } from '../findings/finding';
import type { Result } from './result';

export type Verdict = 'reproduced' | 'partly reproduced' | 'not reproduced' | 'no data';

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
  verdict: Verdict;
  why: string; // why the band is what it is
  note: string;
}

/** Judges every claim of a finding by the bands of the profile, which were set beforehand. */
export function evaluateClaims<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  results: Result<C, M>[],
  profile: ProfileName,
): ClaimRow[] {
  return finding.claims.map((claim) => {
    const { id, text, unit, source, paper } = claim;
    const { value, low, high, n, gate = true, ...found } = measureClaim(claim, results);
    const bands = claim.bands[profile];
    const { why, intervalAbove: limit } = bands;
    const ordered = limit === undefined || n === 0 || low > limit; // NaN, with one seed, is not above
    const judged = judge(value, bands, claim.judgeBy === 'interval' ? [low, high] : []);
    const verdict = judged === 'reproduced' && !(gate && ordered) ? 'partly reproduced' : judged;
    const note = found.note ?? (ordered ? '' : `the interval is not above ${limit}`);
    return { id, text, unit, source, paper, ours: value, low, high, n, verdict, why, note };
  });
}

/** The results that the value of a claim is computed from: `measure` is given these and no others. */
export function resultsBehind<C extends FlatConfig, M, R extends ClaimRun<C, M>>(
  claim: Claim<C, M>,
  results: R[],
): R[] {
  return claim.from ? claim.from(results) : results;
}

/**
 * The value of a claim, from those of the results that it is about; none without any.
 * Throws an error naming the claim when it cannot be measured.
 */
export function measureClaim<C extends FlatConfig, M>(
  claim: Claim<C, M>,
  results: ClaimRun<C, M>[],
): ClaimValue {
  const runs = resultsBehind(claim, results);
  if (runs.length === 0) return { value: NaN, low: NaN, high: NaN, n: 0 };
  try {
    return claim.measure(runs);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`The claim "${claim.id}" cannot be measured: ${message}`, { cause: error });
  }
}

/**
 * The verdict on one value; both ends of a band belong to it.
 * @param also what else must lie in the band to be reproduced: the ends of the interval where the
 *   claim is judged by it (NaN, as there is with one seed, does not)
 */
export function judge(
  value: number,
  bands: Pick<ClaimBands, 'reproduced' | 'partly'>,
  also: number[] = [],
): Verdict {
  if (Number.isNaN(value)) return 'no data';
  const within = (x: number, [low, high]: [number, number]): boolean => x >= low && x <= high;
  if ([value, ...also].every((x) => within(x, bands.reproduced))) return 'reproduced';
  return within(value, bands.partly) || within(value, bands.reproduced)
    ? 'partly reproduced'
    : 'not reproduced';
}
