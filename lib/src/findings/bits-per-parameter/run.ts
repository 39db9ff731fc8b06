import { memorizedBits } from '../../datasets';
import { engineRecord } from '../../engine';
import type { RunContext, RunOutcome } from '../../experiment';
import { gptLayout, isEmbedding, roundedToIntegers } from '../../model';
import { memorizedCurve, type TokenBits, tokenBits } from '../../recipes/token-bits';
import { tokenGpt } from '../../recipes/token-config';
import { type TokenRun, withTokens } from '../../recipes/tokens';
import { type CapacityConfig, roundedToOf } from './config';

/** Which matrices are rounded: all, or all but the embeddings. */
export type Rounded = 'all' | 'blocks';

/** What one run yields. */
export interface CapacityMeasurements extends TokenBits {
  /**
   * Bits that are still memorized (as `memorizedBitsScored`, below 0 where the model is worse than
   * guessing) after the trained weights were rounded to integers of so many bits; see `roundedTo`.
   */
  rounded?: Record<string, Record<Rounded, number>>;
}

/** Trains one model on one dataset and counts the bits that it memorized. */
export const runCapacity = (
  config: CapacityConfig,
  context: RunContext,
): Promise<RunOutcome<CapacityMeasurements>> =>
  withTokens(config, context, async (run) => {
    const losses = await run.train();
    const finalLoss = run.meanNll();
    return {
      measurements: { ...tokenBits(config, run.params, finalLoss), ...afterRounding(run, config) },
      curves: { memorized: memorizedCurve(config, losses, finalLoss) },
      engine: engineRecord(run.program),
    };
  });

/** The same model with rounded weights, as often as the configuration says; leaves them rounded. */
function afterRounding(
  { program, meanNll }: TokenRun,
  config: CapacityConfig,
): Pick<CapacityMeasurements, 'rounded'> {
  const widths = roundedToOf(config);
  if (widths.length === 0) return {};
  const theta = program.read('theta');
  const layout = gptLayout(tokenGpt(config));
  const held = (bits: number, rounds?: (name: string) => boolean): number => {
    program.write('theta', roundedToIntegers(theta, layout, bits, rounds));
    return memorizedBits(meanNll(), config, 'scored');
  };
  const both = (bits: number) => ({
    all: held(bits),
    blocks: held(bits, (name) => !isEmbedding(name)),
  });
  return { rounded: Object.fromEntries(widths.map((bits) => [bits, both(bits)])) };
}
