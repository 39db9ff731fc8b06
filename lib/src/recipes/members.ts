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

/** What a model tells of some sequences. */
export interface Told {
  codeLengths: number[]; // bits of each, over its S - 1 predicted tokens
  extracted: Extraction;
}

/** Bits of each sequence under the model, and which of them it continues to the end by heart. */
export function toldOf(
  sequences: Int32Array,
  seqLength: number,
  says: (sequences: Int32Array) => Likeliest,
): Told {
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

/** Sequences that a model was trained on held against fresh ones. */
export interface AgainstFresh {
  freshLoss: number; // nats per predicted token of the fresh ones
  membership: Membership; // of the first trained ones, not more than there are fresh ones
  extraction: { train: Extraction; fresh: Extraction };
}

export function againstFresh(trained: Told, fresh: Told, seqLength: number): AgainstFresh {
  const { codeLengths } = fresh;
  const bits = codeLengths.reduce((sum, length) => sum + length, 0);
  return {
    freshLoss: (bits * Math.LN2) / (codeLengths.length * (seqLength - 1)),
    membership: membershipOf(trained.codeLengths.slice(0, codeLengths.length), codeLengths),
    extraction: { train: trained.extracted, fresh: fresh.extracted },
  };
}

const QUANTILES = 101;

/** The distribution of code lengths. */
export const distribution = (codeLengths: readonly number[]): Curve => ({
  ...quantiles(codeLengths, QUANTILES),
  xLabel: 'share of the sequences with a shorter code',
  yLabel: 'code length of a sequence (bits)',
});
