import type { ProfileName } from '../base';
import { NO_VALUE, type Quantity, type Value } from './quantity';

/** Inclusive at both ends. */
export type Band = [low: number, high: number];

export interface Bands {
  reproduced: Band;
  partly: Band; // contains `reproduced`
}

/**
 * What a paper claims, as bands for a quantity; its words are in lib/claims/<finding>.md. Bands are
 * set before any run of the kit.
 */
export interface Claim<R> {
  is: Quantity<R>;
  /** The figure that shows it, by its name in the finding. */
  figure: string;
  reproduced: Band;
  partly: Band;
  /** Stricter bands for the paper's own sizes. */
  atPaperSize?: Bands;
  /** Where an order is claimed: at most partly reproduced while the interval reaches this. */
  above?: number;
  /** The whole 95 % interval must lie in the band: for claims about a sign. */
  wholeInterval?: boolean;
}

export type Verdict = 'reproduced' | 'partly reproduced' | 'not reproduced' | 'no data';

/** A claim held against runs. */
export interface Judged extends Value {
  id: string;
  verdict: Verdict;
  note: string;
}

export const bandsOf = (claim: Omit<Claim<never>, 'is'>, profile: ProfileName): Bands =>
  profile === 'paper' && claim.atPaperSize ? claim.atPaperSize : claim;

/**
 * The value of a claim, from those of the runs that it is about; none without any.
 * Throws an error naming the claim when it cannot be computed.
 */
export function valueOfClaim<R>(id: string, { is }: Claim<R>, runs: readonly R[]): Value {
  const chosen = is.of(runs);
  if (chosen.length === 0) return NO_VALUE;
  try {
    return is.value(chosen);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`The claim "${id}" cannot be measured: ${message}`, { cause: error });
  }
}

/** Judges a claim by its bands in a profile. Throws as `valueOfClaim` does. */
export function judgeClaim<R>(
  id: string,
  claim: Claim<R>,
  runs: readonly R[],
  profile: ProfileName,
): Judged {
  const found = valueOfClaim(id, claim, runs);
  const { value, low, high, n, gate = true } = found;
  const { above: limit } = claim;
  const ordered = limit === undefined || n === 0 || low > limit; // NaN, with one seed, is not above
  const judged = judge(value, bandsOf(claim, profile), claim.wholeInterval ? [low, high] : []);
  const verdict = judged === 'reproduced' && !(gate && ordered) ? 'partly reproduced' : judged;
  const note = found.note ?? (ordered ? '' : `the interval is not above ${limit}`);
  return { ...found, id, verdict, note };
}

/**
 * The verdict on one value; both ends of a band belong to it.
 * @param also what else must lie in the band to be reproduced, such as the ends of the interval
 *   (NaN, as there is with one seed, does not)
 */
export function judge(value: number, bands: Bands, also: number[] = []): Verdict {
  if (Number.isNaN(value)) return 'no data';
  const within = (x: number, [low, high]: Band): boolean => x >= low && x <= high;
  if ([value, ...also].every((x) => within(x, bands.reproduced))) return 'reproduced';
  return within(value, bands.partly) || within(value, bands.reproduced)
    ? 'partly reproduced'
    : 'not reproduced';
}
