import { randomSequences } from '../../datasets';
import { engineRecord } from '../../engine';
import type { RunContext, RunOutcome } from '../../experiment';
import { againstFresh, type AgainstFresh, distribution, toldOf } from '../../recipes/members';
import { type TokenBits, tokenBits } from '../../recipes/token-bits';
import { type TokenRun, withTokens } from '../../recipes/tokens';
import type { DataConfig } from './config';

/** What one run yields. */
export interface DataMeasurements extends TokenBits, AgainstFresh {
  bitsPerSequence: number; // memorizedBitsScored over the sequences
}

/** Trains one model; measures what it holds of its sequences and what it makes of fresh ones. */
export const runData = (
  config: DataConfig,
  context: RunContext,
): Promise<RunOutcome<DataMeasurements>> =>
  withTokens(config, context, (run) => measured(run, config), { asks: true });

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
  return {
    measurements: {
      ...bits,
      bitsPerSequence: bits.memorizedBitsScored / nSequences,
      ...againstFresh(members, fresh, seqLength),
    },
    curves: {
      members: distribution(members.codeLengths),
      fresh: distribution(fresh.codeLengths),
    },
    engine: engineRecord(program),
  };
}
