import { engineRecord } from '../../engine';
import type { RunContext, RunOutcome } from '../../experiment';
import {
  type Extraction,
  lossOf,
  type Membership,
  membershipOf,
  toldOf,
} from '../../recipes/members';
import { withTokens } from '../../recipes/tokens';
import { type RareConfig, samplesOf } from './config';

/** What one run yields. */
export interface RareMeasurements {
  params: number;
  finalLoss: number; // nats per predicted token, over the whole dataset
  freshLoss: number; // the same of sequences that were not trained on
  membership: Membership;
  extraction: { train: Extraction; fresh: Extraction };
  /** Bits of each of the first trained sequences and of each fresh one, to a hundredth. */
  codeLengths: { trained: number[]; fresh: number[] };
}

/** Trains one model; measures how long a code it needs for each sequence. */
export function runRare(
  config: RareConfig,
  context: RunContext,
): Promise<RunOutcome<RareMeasurements>> {
  const { seqLength, testedSequences } = config;
  const { tokens: sequences, fresh: others } = samplesOf(config);
  return withTokens(
    config,
    context,
    async ({ program, params, train, meanNll, says }) => {
      await train();
      const tested = sequences.subarray(0, testedSequences * seqLength);
      const trained = toldOf(tested, seqLength, says);
      const fresh = toldOf(others, seqLength, says);
      const members = trained.codeLengths.slice(0, fresh.codeLengths.length);
      return {
        measurements: {
          params,
          finalLoss: meanNll(),
          freshLoss: lossOf(fresh, seqLength),
          membership: membershipOf(members, fresh.codeLengths),
          extraction: { train: trained.extracted, fresh: fresh.extracted },
          codeLengths: {
            trained: trained.codeLengths.map(toHundredths),
            fresh: fresh.codeLengths.map(toHundredths),
          },
        },
        curves: {},
        engine: engineRecord(program),
      };
    },
    undefined,
    { asks: true, sequences },
  );
}

const toHundredths = (bits: number): number => Math.round(100 * bits) / 100;
