import { engineRecord } from '../../engine';
import type { RunContext, RunOutcome } from '../../experiment';
import { againstFresh, type AgainstFresh } from '../../recipes/members';
import { withTokens } from '../../recipes/tokens';
import { type RareConfig, samplesOf } from './config';

/** What one run yields. */
export interface RareMeasurements extends AgainstFresh {
  params: number;
  finalLoss: number; // nats per predicted token, over the whole dataset
  /** Bits of each of the first trained sequences and of each fresh one, to a hundredth. */
  codeLengths: { trained: number[]; fresh: number[] };
}

const toHundredths = (bits: number): number => Math.round(100 * bits) / 100;

/** Trains one model; measures how long a code it needs for each sequence. */
export function runRare(
  config: RareConfig,
  context: RunContext,
): Promise<RunOutcome<RareMeasurements>> {
  const { seqLength, testedSequences } = config;
  const { tokens: sequences, fresh } = samplesOf(config);
  return withTokens(
    config,
    context,
    async ({ program, params, train, meanNll, says }) => {
      await train();
      const trained = sequences.subarray(0, testedSequences * seqLength);
      const both = { trained, fresh: fresh.tokens };
      const { codeLengths, ...measured } = againstFresh(both, seqLength, says);
      const rounded = {
        trained: codeLengths.trained.map(toHundredths),
        fresh: codeLengths.fresh.map(toHundredths),
      };
      return {
        measurements: { params, finalLoss: meanNll(), ...measured, codeLengths: rounded },
        curves: {},
        engine: engineRecord(program),
      };
    },
    { asks: true, sequences },
  );
}
