import { byKey } from '../../base';
import { mostCommon, mostVaried, type Run } from '../../experiment';
import { lineFit, type LineFit, mean, type MeanInterval, meansOf } from '../../stats';
import type { TokenConfig } from '../../recipes/token-config';
import type { CapacityMeasurements } from './run';

export type CapacityRun = Run<TokenConfig, CapacityMeasurements>;

/** What of a run the capacity needs. */
export interface HasCapacity {
  config: Pick<TokenConfig, 'dModel' | 'nLayers' | 'vocabSize' | 'seed'>;
  measurements: { params: number; memorizedBits: number; memorizedBitsScored: number };
}

const PAPER_LENGTH = 64; // tokens of a sequence in the paper

/**
 * Memorized bits as the paper's table counts them: its sequences have 64 tokens, of which the first is
 * not predicted and yet counted. Ours are shorter, where the same counting would add more.
 */
export const bitsAsInTable = ({ measurements }: HasCapacity): number =>
  (measurements.memorizedBitsScored * PAPER_LENGTH) / (PAPER_LENGTH - 1);

/** The name of a model in tables and legends: 'd=16 L=1 V=128'. */
export const modelName = (c: Pick<TokenConfig, 'dModel' | 'nLayers' | 'vocabSize'>): string =>
  `d=${c.dModel} L=${c.nLayers} V=${c.vocabSize}`;

/**
 * The runs among which sizes are compared: those of the vocabulary that most runs have. A sweep can
 * have others beside them, such as single rows of the paper's table.
 */
export const sizeSweep = <R extends { config: { vocabSize: number } }>(runs: readonly R[]): R[] =>
  mostCommon(({ config }: R) => config.vocabSize)(runs);

/** The runs of models of the paper's Table 1: its vocabulary of 2048. */
export const tableRows = <R extends { config: { vocabSize: number } }>(runs: readonly R[]): R[] =>
  runs.filter(({ config }) => config.vocabSize === 2048);

/** One model: the most bits that it memorized, over all dataset sizes. */
export interface ModelCapacity {
  model: string; // 'd=16 L=1 V=128'
  params: number;
  bySeed: number[];
  bits: MeanInterval; // over seeds
  bitsPerParameter: MeanInterval; // over seeds
}

/**
 * Capacity of each model: for every seed the maximum of the memorized bits over the dataset sizes,
 * then mean and 95 % interval over seeds. Ordered by the number of parameters.
 * Source: Morris et al. 2025, section 3.
 * @param bitsOf how a run's bits are counted
 */
export function capacities<R extends HasCapacity>(
  runs: readonly R[],
  bitsOf: (run: R) => number = bitsAsInTable,
): ModelCapacity[] {
  return [...byKey(runs, ({ config }) => modelName(config))]
    .map(([model, same]) => {
      const { params } = same[0].measurements;
      const seeds = [...byKey(same, ({ config }) => config.seed)].sort(([a], [b]) => a - b);
      const bySeed = seeds.map(([, ofSeed]) => Math.max(...ofSeed.map(bitsOf)));
      const ofSeeds = bySeed.map((bits) => ({ bits, bitsPerParameter: bits / params }));
      return { model, params, bySeed, ...meansOf(ofSeeds, ['bits', 'bitsPerParameter']) };
    })
    .sort((a, b) => a.params - b.params);
}

/**
 * Bits per parameter as the paper's headline number has it: the slope of the least-squares line of
 * capacity over parameters, one point per model and seed. Null with fewer than two model sizes.
 */
export const capacityLine = (runs: readonly HasCapacity[]): LineFit | null =>
  fitOf(runs, (number) => number);

/** The power of the number of parameters that capacity grows with; 1 is in proportion. */
export const capacityExponent = (runs: readonly HasCapacity[]): number | null =>
  fitOf(runs, Math.log)?.slope ?? null;

function fitOf(runs: readonly HasCapacity[], axis: (x: number) => number): LineFit | null {
  const points = capacities(runs).flatMap(({ params, bySeed }) =>
    bySeed.map((bits) => ({ params: axis(params), bits: axis(bits) })),
  );
  if (new Set(points.map(({ params }) => params)).size < 2) return null;
  return lineFit(
    points.map(({ params }) => params),
    points.map(({ bits }) => bits),
  );
}

/** The largest deviation of a model's bits per parameter from their mean, in percent. */
export function unevenness(runs: readonly HasCapacity[]): number | null {
  const values = capacities(runs).map(({ bitsPerParameter }) => bitsPerParameter.mean);
  if (values.length < 2) return null;
  return 100 * Math.max(...values.map((value) => Math.abs(value / mean(values) - 1)));
}

/** Memorized bits at the largest dataset over those at the next smaller, mean over the models. */
export function plateauRatio(runs: readonly CapacityRun[]): number | null {
  const ratios = [...byKey(runs, ({ measurements }) => measurements.params).values()].flatMap(
    (same) => {
      const [most, next] = [...same].sort((a, b) => b.config.datasetScale - a.config.datasetScale);
      return next ? [most.measurements.memorizedBits / next.measurements.memorizedBits] : [];
    },
  );
  return ratios.length > 0 ? mean(ratios) : null;
}

const SMALLEST_WIDTH = 32;
/** Table 1, float32: bits per parameter of its models of width 32, by the number of layers. */
const SMALLEST_ROWS: Record<number, number> = { 1: 4.23, 2: 4.16 };

/** The runs of the two smallest models of the paper's table. */
export const smallestRows = (runs: readonly CapacityRun[]): CapacityRun[] =>
  tableRows(runs).filter(
    ({ config }) => config.dModel === SMALLEST_WIDTH && config.nLayers in SMALLEST_ROWS,
  );

/** Both as shares of their rows, the mean; null unless both are there. */
export function shareOfRows(runs: readonly CapacityRun[]): number | null {
  const shares = Object.entries(SMALLEST_ROWS).flatMap(([nLayers, row]) => {
    const ofModel = runs.filter(({ config }) => config.nLayers === Number(nLayers));
    return capacities(ofModel).map(({ bitsPerParameter }) => bitsPerParameter.mean / row);
  });
  return shares.length < Object.keys(SMALLEST_ROWS).length ? null : mean(shares);
}

/** The curve's model: the one with the most dataset sizes, of several the largest. */
export const oneModel = mostVaried(
  ({ config }: CapacityRun) => modelName(config),
  ({ measurements }) => measurements.datasetBits,
  ({ measurements }) => measurements.params,
);
