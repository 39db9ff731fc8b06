import { engineRecord } from '../../engine';
import type { RunContext, RunOutcome } from '../../experiment';
import { memorizedCurve, type TokenBits, tokenBits } from '../../recipes/token-bits';
import type { TokenConfig } from '../../recipes/token-config';
import { withTokens } from '../../recipes/tokens';

/** What one run yields. */
export type CapacityMeasurements = TokenBits;

/** Trains one model on one dataset and counts the bits that it memorized. */
export const runCapacity = (
  config: TokenConfig,
  context: RunContext,
): Promise<RunOutcome<CapacityMeasurements>> =>
  withTokens(config, context, async ({ program, params, train, meanNll }) => {
    const losses = await train();
    const finalLoss = meanNll();
    return {
      measurements: tokenBits(config, params, finalLoss),
      curves: { memorized: memorizedCurve(config, losses, finalLoss) },
      engine: engineRecord(program),
    };
  });
