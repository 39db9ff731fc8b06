import { randomSamples } from '../../datasets';
import { engineRecord } from '../../engine';
import type { RunContext, RunOutcome } from '../../experiment';
import { againstFresh, type AgainstFresh, distribution } from '../../recipes/members';
import { type TokenBits, tokenBits } from '../../recipes/token-bits';
import { withTokens } from '../../recipes/tokens';
import type { DataConfig } from './config';

/** What one run yields. */
export interface DataMeasurements extends TokenBits, AgainstFresh {
  bitsPerSequence: number; // memorizedBitsScored over the sequences
}

/** Trains one model; measures what it holds of its sequences and what it makes of fresh ones. */
export function runData(
  config: DataConfig,
  context: RunContext,
): Promise<RunOutcome<DataMeasurements>> {
  const { nSequences, freshSequences, seqLength } = config;
  const { tokens: sequences, fresh } = randomSamples(config);
  return withTokens(
    config,
    context,
    async ({ program, params, train, meanNll, says }) => {
      await train();
      const bits = tokenBits(config, params, meanNll());
      const trained = sequences.subarray(0, freshSequences * seqLength);
      const both = { trained, fresh: fresh.tokens };
      const { codeLengths, ...measured } = againstFresh(both, seqLength, says);
      const bitsPerSequence = bits.memorizedBitsScored / nSequences;
      return {
        measurements: { ...bits, bitsPerSequence, ...measured },
        curves: {
          members: distribution(codeLengths.trained),
          fresh: distribution(codeLengths.fresh),
        },
        engine: engineRecord(program),
      };
    },
    { asks: true, sequences },
  );
}
