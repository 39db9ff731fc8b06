import { randomSequences, shiftedPairs } from '../../datasets';
import { engineRecord } from '../../engine';
import type { RunContext, RunOutcome } from '../../experiment';
import { areaOfNormals, areaUnderCurve, f1AtMedian, foundAt, quantiles } from '../../stats';
import type { Likeliest } from '../../recipes/model-calls';
import { type TokenBits, tokenBits } from '../../recipes/token-bits';
import { type TokenRun, withTokens } from '../../recipes/tokens';
import type { DataConfig } from './config';

/** How much of a sequence the model is given before it has to go on; the paper's 8, 16 and 32 of 64. */
const PREFIXES = { eighth: 1 / 8, quarter: 1 / 4, half: 1 / 2 };
type Extraction = Record<keyof typeof PREFIXES, number>; // shares of the sequences

/** What one run yields. */
export interface DataMeasurements extends TokenBits {
  bitsPerSequence: number; // memorizedBitsScored over the sequences
  freshLoss: number; // nats per predicted token of sequences that were not trained on
  /** Telling trained sequences from fresh ones by the loss: `members` of them, and as many others. */
  membership: {
    members: number;
    auc: number;
    aucOfNormals: number; // predicted from means and deviations of both groups
    f1: number; // of the median as threshold
    found: number; // share of the members, at 1 % false positives
  };
  /** Shares of sequences whose rest is the greedy continuation of their beginning. */
  extraction: { train: Extraction; fresh: Extraction };
}

const QUANTILES = 101;
const FALSE_POSITIVES = 0.01;

/** Trains one model; measures what it holds of its sequences and what it makes of fresh ones. */
export const runData = (
  config: DataConfig,
  context: RunContext,
): Promise<RunOutcome<DataMeasurements>> =>
  withTokens(config, context, (run) => measured(run, config), undefined, { asks: true });

async function measured(run: TokenRun, config: DataConfig): Promise<RunOutcome<DataMeasurements>> {
  const { program, params, train, meanNll, says } = run;
  await train();
  const bits = tokenBits(config, params, meanNll());
  const { nSequences, freshSequences, seqLength } = config;
  const count = Math.min(nSequences, freshSequences);
  // the same source goes on after the dataset: sequences that the model has never seen
  const all = randomSequences({ ...config, nSequences: nSequences + freshSequences });
  const of = (from: number, to: number) =>
    toldOf(all.subarray(from * seqLength, to * seqLength), seqLength, says);
  const members = of(0, count);
  const fresh = of(nSequences, nSequences + freshSequences);
  const groups = [members.codeLengths, fresh.codeLengths] as const;
  const tokens = freshSequences * (seqLength - 1);
  const codeLength = fresh.codeLengths.reduce((sum, length) => sum + length, 0);
  return {
    measurements: {
      ...bits,
      bitsPerSequence: bits.memorizedBitsScored / nSequences,
      freshLoss: (codeLength * Math.LN2) / tokens,
      membership: {
        members: count,
        auc: areaUnderCurve(...groups),
        aucOfNormals: areaOfNormals(...groups),
        f1: f1AtMedian(groups[0], groups[1].slice(0, count)),
        found: foundAt(FALSE_POSITIVES, ...groups),
      },
      extraction: { train: members.extracted, fresh: fresh.extracted },
    },
    curves: { members: distribution(groups[0]), fresh: distribution(groups[1]) },
    engine: engineRecord(program),
  };
}

/** Bits of each sequence under the model, and which of them it continues to the end by heart. */
function toldOf(
  sequences: Int32Array,
  seqLength: number,
  says: (sequences: Int32Array) => Likeliest,
): { codeLengths: number[]; extracted: Extraction } {
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

const distribution = (codeLengths: readonly number[]) => ({
  ...quantiles(codeLengths, QUANTILES),
  xLabel: 'share of the sequences with a shorter code',
  yLabel: 'code length of a sequence (bits)',
});
