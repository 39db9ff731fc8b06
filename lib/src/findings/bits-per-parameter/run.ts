import { engineRecord } from '../../engine';
import type { Curve, RunContext, RunOutcome } from '../../experiment';
import { datasetBits, memorizedBits } from '../../measure';
import { type TokenConfig } from '../../recipes/token-config';
import { withTokens } from '../../recipes/tokens';

/** What one run yields. Bits are in the paper's counting unless `Scored` is said. */
export interface CapacityMeasurements {
  params: number;
  datasetBits: number;
  memorizedBits: number;
  datasetBitsScored: number; // over the S - 1 predicted tokens of each sequence
  memorizedBitsScored: number;
  bitsPerParameter: number; // memorizedBits / params: the capacity only if the dataset is large enough
  finalLoss: number; // nats per predicted token, after the last update, over the whole dataset
}

/** Bits by step: those of the loss before each update, and at the end those after the last. */
export function memorizedCurve(
  losses: Float32Array,
  finalLoss: number,
  bits: (loss: number) => number,
): Curve {
  return {
    x: [...Array.from(losses, (_, step) => step), losses.length],
    y: [...Array.from(losses, bits), bits(finalLoss)],
    xLabel: 'training step',
    yLabel: 'memorized bits',
  };
}

/** Trains one model on one dataset and counts the bits that it memorized. */
export const runCapacity = (
  config: TokenConfig,
  context: RunContext,
): Promise<RunOutcome<CapacityMeasurements>> =>
  withTokens(config, context, async (run) => {
    const losses = await run.train();
    const finalLoss = run.meanNll();
    const bits = (loss: number): number => memorizedBits(loss, config, 'paper');
    return {
      measurements: {
        params: run.params,
        datasetBits: datasetBits(config, 'paper'),
        memorizedBits: bits(finalLoss),
        datasetBitsScored: datasetBits(config, 'scored'),
        memorizedBitsScored: memorizedBits(finalLoss, config, 'scored'),
        bitsPerParameter: bits(finalLoss) / run.params,
        finalLoss,
      },
      curves: { memorized: memorizedCurve(losses, finalLoss, bits) },
      engine: engineRecord(run.program),
    };
  });
