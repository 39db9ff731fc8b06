import type { ProfileName } from '../base';
import { NO_VALUE, type Quantity, type Value } from './quantity';
import { type ClaimKind, type Outcome, type Verdict, verdictOf } from './verdicts';

/** Inclusive at both ends. */
export type Band = [low: number, high: number];

export interface Bands {
  reproduced: Band;
  partly: Band; // contains `reproduced`
}

/**
 * What is claimed, as bands for a quantity; its words are in lib/claims/<finding>.md. Bands are set
 * before the kit's own runs; where pilots of the same size informed one, its words say so.
 */
export interface Claim<R> {
  is: Quantity<R>;
  kind: ClaimKind;
  /** The figure that shows it, by its name in the finding. */
  figure: string;
  reproduced: Band;
  partly: Band;
  /** Stricter bands for the paper's own sizes. */
  atPaperSize?: Bands;
}

/** How a claim is judged, whatever it is about. */
export type Judging = Omit<Claim<never>, 'is'>;

/** A claim held against runs. */
export interface Judged extends Value {
  id: string;
  outcome: Outcome;
  verdict: Verdict;
  note: string;
}

const judging =
  (kind: ClaimKind) =>
  (figure: string, reproduced: Band, partly: Band, atPaperSize?: Bands): Judging => ({
    ...{ kind, figure, reproduced, partly },
    ...(atPaperSize && { atPaperSize }),
  });
/** How a claim of each kind is judged: `{ is: quantity, ...paper('figure', [90, 100], [70, 100]) }`. */
export const paper = judging('paper'); // printed there
export const derived = judging('derived'); // computed from what is printed there
export const own = judging('own'); // our own question
export const gate = judging('gate'); // what other claims presuppose

export const bandsOf = (claim: Judging, profile: ProfileName): Bands =>
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
  const outcome = judge(found, bandsOf(claim, profile), claim.kind);
  const { note = outcome === 'none' ? '' : reasonNot(found, claim.kind) } = found;
  return { ...found, id, outcome, verdict: verdictOf(claim.kind, outcome), note };
}

/**
 * The one rule for all claims: reproduced when the whole 95 % interval lies in the band, partly when
 * the value lies in the wider one. So one training is partly at most. A gate asks for the worst of all
 * trainings, which has no interval. Both ends of a band belong to it.
 */
export function judge(found: Value, { reproduced, partly }: Bands, kind: ClaimKind): Outcome {
  const { value, low, high, gate = true } = found;
  if (Number.isNaN(value)) return 'none';
  const within = (x: number, [least, most]: Band): boolean => x >= least && x <= most;
  const ends = kind === 'gate' ? [value] : [low, value, high]; // NaN is in no band
  if (gate && ends.every((end) => within(end, reproduced))) return 'whole';
  return within(value, partly) || within(value, reproduced) ? 'partly' : 'not';
}

const reasonNot = ({ low, high }: Value, kind: ClaimKind): string =>
  kind !== 'gate' && Number.isNaN(high - low) ? 'no interval over trainings' : '';
