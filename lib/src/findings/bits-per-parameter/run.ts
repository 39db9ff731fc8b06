import { engineRecord, loadTensorFlow } from '../../engine';
import { datasetBits, memorizedBits } from '../../measure';
import type { Curve, RunContext, RunOutcome } from '../finding';
import { type CapacityConfig, validateCapacityConfig } from './config';
import { makeTrainer } from './trainer';

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
export async function runCapacity(
  config: CapacityConfig,
  context: RunContext,
): Promise<RunOutcome<CapacityMeasurements>> {
  validateCapacityConfig(config);
  loadTensorFlow({ device: context.device });
  const trainer = makeTrainer(config);
  try {
    const losses = await trainer.train(context);
    const finalLoss = trainer.meanNll();
    const bits = (loss: number): number => memorizedBits(loss, config, 'paper');
    return {
      measurements: {
        params: trainer.params,
        datasetBits: datasetBits(config, 'paper'),
        memorizedBits: bits(finalLoss),
        datasetBitsScored: datasetBits(config, 'scored'),
        memorizedBitsScored: memorizedBits(finalLoss, config, 'scored'),
        bitsPerParameter: bits(finalLoss) / trainer.params,
        finalLoss,
      },
      curves: {
        memorized: memorizedCurve(losses, finalLoss, bits),
      },
      engine: engineRecord(trainer.program),
    };
  } finally {
    trainer.dispose();
  }
}
