import type { Curve } from '../experiment';
import { shiftedPairs } from '../datasets';
import { areaOfNormals, areaUnderCurve, f1AtMedian, foundAt, quantiles } from '../stats';
import type { Likeliest } from './model-calls';

/*
 * What a model tells of single sequences: how long a code each needs, which of them it knows by heart,
 * and by that, which it was trained on. Morris et al. 2025, sections 4 and 5.
 */

/** How much of a sequence the model is given before it has to go on; the paper's 8, 16 and 32 of 64. */
const PREFIXES = { eighth: 1 / 8, quarter: 1 / 4, half: 1 / 2 };

/** Shares of sequences whose rest is the greedy continuation of their beginning. */
export type Extraction = Record<keyof typeof PREFIXES, number>;

type Says = (sequences: Int32Array) => Likeliest;

/** Bits of each sequence over its S - 1 predicted tokens, and which it continues to the end by heart. */
function toldOf(sequences: Int32Array, seqLength: number, says: Says) {
  const length = seqLength - 1;
  const { targets } = shiftedPairs(sequences, seqLength);
  const { best, nll } = says(sequences);
  const rows = Array.from({ length: targets.length / length }, (_, row) => row * length);
  const bits = (start: number): number =>
    nll.subarray(start, start + length).reduce((sum, nats) => sum + nats, 0) / Math.LN2;
  // greedy decoding reproduces the rest if and only if each of its tokens is the likeliest after the
  // true ones before it
  const rightFrom = (start: number): number => {
    let first = length;
    while (first > 0 && best[start + first - 1] === targets[start + first - 1]) first -= 1;
    return first + 1; // tokens that have to be given
  };
  const given = rows.map(rightFrom);
  const extracted = Object.entries(PREFIXES).map(([name, share]) => {
    const prefix = Math.max(1, Math.round(share * seqLength));
    return [name, given.filter((needed) => needed <= prefix).length / rows.length];
  });
  return { codeLengths: rows.map(bits), extracted: Object.fromEntries(extracted) as Extraction };
}

/** Telling trained sequences from fresh ones by the loss: `members` of them, and as many others. */
export interface Membership {
  members: number;
  auc: number;
  aucOfNormals: number; // predicted from means and deviations of both groups
  f1: number; // of the median as threshold
  found: number; // share of the members, at 1 % false positives
}

const FALSE_POSITIVES = 0.01;

/** Code lengths of trained sequences, and of at least as many fresh ones. */
const membershipOf = (members: number[], fresh: number[]): Membership => ({
  members: members.length,
  auc: areaUnderCurve(members, fresh),
  aucOfNormals: areaOfNormals(members, fresh),
  f1: f1AtMedian(members, fresh.slice(0, members.length)),
  found: foundAt(FALSE_POSITIVES, members, fresh),
});

/** What a model makes of sequences that it was trained on and of fresh ones. */
export interface AgainstFresh {
  freshLoss: number; // nats per predicted token of sequences that were not trained on
  membership: Membership;
  extraction: { train: Extraction; fresh: Extraction };
}

/**
 * The same measured, and the code length of each of these sequences [n, S]. Of trained ones as many
 * are held against the fresh ones as there are of these.
 */
export function againstFresh(
  sequences: Record<'trained' | 'fresh', Int32Array>,
  seqLength: number,
  says: Says,
): AgainstFresh & { codeLengths: Record<'trained' | 'fresh', number[]> } {
  const trained = toldOf(sequences.trained, seqLength, says);
  const fresh = toldOf(sequences.fresh, seqLength, says);
  const bits = fresh.codeLengths.reduce((sum, length) => sum + length, 0);
  const members = trained.codeLengths.slice(0, fresh.codeLengths.length);
  return {
    freshLoss: (bits * Math.LN2) / (fresh.codeLengths.length * (seqLength - 1)),
    membership: membershipOf(members, fresh.codeLengths),
    extraction: { train: trained.extracted, fresh: fresh.extracted },
    codeLengths: { trained: trained.codeLengths, fresh: fresh.codeLengths },
  };
}

const QUANTILES = 101;

/** The distribution of code lengths. */
export const distribution = (codeLengths: readonly number[]): Curve => ({
  ...quantiles(codeLengths, QUANTILES),
  xLabel: 'share of the sequences with a shorter code',
  yLabel: 'code length of a sequence (bits)',
});
