import type { Curve } from '../experiment';
import { datasetBits, memorizedBits } from '../datasets';
import type { TokenConfig } from './token-config';

/** What a run has memorized. Bits are in the paper's counting unless `Scored` is said. */
export interface TokenBits {
  params: number;
  datasetBits: number;
  memorizedBits: number;
  datasetBitsScored: number; // over the S - 1 predicted tokens of each sequence
  memorizedBitsScored: number;
  bitsPerParameter: number; // memorizedBits / params: the capacity only if the dataset is large enough
  finalLoss: number; // nats per predicted token, after the last update, over the whole dataset
}

export function tokenBits(config: TokenConfig, params: number, finalLoss: number): TokenBits {
  const memorized = memorizedBits(finalLoss, config, 'paper');
  return {
    params,
    datasetBits: datasetBits(config, 'paper'),
    memorizedBits: memorized,
    datasetBitsScored: datasetBits(config, 'scored'),
    memorizedBitsScored: memorizedBits(finalLoss, config, 'scored'),
    bitsPerParameter: memorized / params,
    finalLoss,
  };
}

/** Bits by step: those of the loss before each update, and at the end those after the last. */
export function memorizedCurve(
  config: TokenConfig,
  losses: Float32Array,
  finalLoss: number,
): Curve {
  const bits = (loss: number): number => memorizedBits(loss, config, 'paper');
  return {
    x: [...Array.from(losses, (_, step) => step), losses.length],
    y: [...Array.from(losses, bits), bits(finalLoss)],
    xLabel: 'training step',
    yLabel: 'memorized bits',
  };
}
