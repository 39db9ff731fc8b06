import { byKey } from '../../base';
import {
  both,
  lineOver,
  meanOf,
  mostCommon,
  mostVaried,
  type PaperTables,
  type Quantity,
  ratioPerSeed,
  type Run,
  type Select,
  shared,
  varied,
  where,
} from '../../experiment';
import { type LineFit, mean, meansOf } from '../../stats';
import type { CapacityConfig } from './config';
import type { CapacityMeasurements } from './run';

export type CapacityRun = Run<CapacityConfig, CapacityMeasurements>;

/** What of a run the capacity needs. */
export interface HasCapacity {
  config: Pick<CapacityConfig, 'dModel' | 'nLayers' | 'vocabSize' | 'seed'>;
  measurements: { params: number; memorizedBits: number; memorizedBitsScored: number };
}

export const PAPER_LENGTH = 64; // tokens of a sequence in the paper

/**
 * Memorized bits as the paper's table counts them: its sequences have 64 tokens, of which the first is
 * not predicted and yet counted. Ours are shorter, where the same counting would add more.
 */
export const bitsAsInTable = ({ measurements }: HasCapacity): number =>
  (measurements.memorizedBitsScored * PAPER_LENGTH) / (PAPER_LENGTH - 1);

/** The name of a model in tables and legends: 'd=16 L=1 V=128'. */
export const modelName = (c: Pick<CapacityConfig, 'dModel' | 'nLayers' | 'vocabSize'>): string =>
  `d=${c.dModel} L=${c.nLayers} V=${c.vocabSize}`;

const modelOf = ({ config }: CapacityRun): string => modelName(config);
const scaleOf = ({ config }: CapacityRun): number => config.datasetScale;
const stepsOf = ({ config }: CapacityRun): number => config.steps;

const ofOneForm = mostCommon(
  ({ config: c }: CapacityRun) =>
    `${c.vocabSize} ${c.seqLength} ${c.muonLearningRate} ${c.roundedTo}`,
);

/**
 * The runs that differ in size, data and seed alone: those of the vocabulary and the lengths that most
 * have. A sweep can have others beside them, such as single rows of the paper's table.
 */
export const dataSweep: Select<CapacityRun> = both(ofOneForm, mostCommon(stepsOf));

/** Of these the runs among which sizes are compared: on the datasets that every size has. */
export const sizeSweep: Select<CapacityRun> = both(dataSweep, shared(modelOf, scaleOf));

/** Models that were trained for several lengths on the same data, none of the paper's table. */
export const lengthRuns: Select<CapacityRun> = both(
  ofOneForm,
  varied((run: CapacityRun) => `${modelOf(run)} ${scaleOf(run)}`, stepsOf),
);

/** The runs of models of the paper's Table 1: its vocabulary of 2048, its length. */
export const tableRows: Select<CapacityRun> = where(
  ({ config }) => config.vocabSize === 2048 && config.seqLength === PAPER_LENGTH,
);

/** The runs whose capacities are shown: those of `sizeSweep`, and the paper's own models. */
export const capacityRuns: Select<CapacityRun> = (runs) => {
  const shown = new Set([...sizeSweep(runs), ...tableRows(runs)]);
  return runs.filter((run) => shown.has(run));
};

/** Models of the sweep over sizes, trained with Muon on data that those with AdamW have as well. */
export const muonRuns: Select<CapacityRun> = where(({ config }) => config.muonLearningRate > 0);

const samePlace = ({ config: c }: CapacityRun): string =>
  `${modelName(c)} ${c.datasetScale} ${c.steps} ${c.seed}`;

/** What these memorized over what the same with AdamW did; one value a seed. */
export const muonRatio: Quantity<CapacityRun> = ratioPerSeed(
  'ratio',
  (runs) => {
    const places = new Set(muonRuns(runs).map(samePlace));
    const same = [...dataSweep(runs), ...muonRuns(runs)];
    return same.filter((run) => places.has(samePlace(run)));
  },
  (runs) => {
    const [muon, adamW] = [true, false].map((withMuon) =>
      meanOf(
        runs.filter(({ config }) => config.muonLearningRate > 0 === withMuon),
        ({ measurements }) => measurements.memorizedBitsScored,
      ),
    );
    return muon !== null && adamW !== null ? muon / adamW : null;
  },
  { enters: ['memorizedBitsScored'] },
);

/**
 * The capacity of each model in each seed: the most bits that it memorized, over all dataset sizes.
 * By the number of parameters, then the seed. Source: Morris et al. 2025, section 3.
 * @param bitsOf how a run's bits are counted
 */
export const capacitiesBySeed = <R extends HasCapacity>(
  runs: readonly R[],
  bitsOf: (run: R) => number = bitsAsInTable,
) =>
  [...byKey(runs, ({ config }) => `${modelName(config)} ${config.seed}`).values()]
    .map((same) => {
      const [{ config, measurements }] = same;
      const bits = Math.max(...same.map(bitsOf));
      const { params } = measurements;
      return {
        model: modelName(config),
        seed: config.seed,
        params,
        bits,
        bitsPerParameter: bits / params,
      };
    })
    .sort((a, b) => a.params - b.params || a.seed - b.seed);

/** The same as mean and 95 % interval over seeds, one of each model. */
export const capacities = <R extends HasCapacity>(
  runs: readonly R[],
  bitsOf: (run: R) => number = bitsAsInTable,
) =>
  [...byKey(capacitiesBySeed(runs, bitsOf), ({ model }) => model)].map(([model, seeds]) => {
    const { params } = seeds[0];
    return { model, params, ...meansOf(seeds, ['bits', 'bitsPerParameter']) };
  });

/** The line of capacity over parameters on such axes, one point per model and seed; null for one size. */
const capacityOver = (runs: readonly HasCapacity[], axis: (value: number) => number) =>
  lineOver(
    capacitiesBySeed(runs),
    ({ params }) => axis(params),
    ({ bits }) => axis(bits),
  );

/** Bits per parameter as the paper's headline number has it: the slope of the least-squares line. */
export const capacityLine = (runs: readonly HasCapacity[]): LineFit | null =>
  capacityOver(runs, (number) => number);

/** The power of the number of parameters that capacity grows with; 1 is in proportion. */
export const capacityExponent = (runs: readonly HasCapacity[]): number | null =>
  capacityOver(runs, Math.log)?.slope ?? null;

/** The slope over Table 1's float32 rows; the paper's 3.64 is of its bfloat16 rows. */
export const tableSlope = (table: PaperTables['morrisTable1']): number =>
  lineOver(
    table,
    ({ params }) => params,
    (row) => row.capacity_fp32,
  )!.slope;

/** The largest deviation of a model's bits per parameter from their mean, in percent. */
export function unevenness(runs: readonly HasCapacity[]): number | null {
  const values = capacities(runs).map(({ bitsPerParameter }) => bitsPerParameter.mean);
  if (values.length < 2) return null;
  return 100 * Math.max(...values.map((value) => Math.abs(value / mean(values) - 1)));
}

const FLAT_FROM = 1.2;

/** Of one model on several datasets the runs on the smallest, and where the bits differ most from there. */
function farthestApart(ofModel: readonly CapacityRun[]): CapacityRun[] {
  const [first, ...larger] = [...byKey(ofModel, scaleOf)]
    .sort(([a], [b]) => a - b)
    .map(([, same]) => same);
  const level = (same: CapacityRun[]) => mean(same.map((run) => run.measurements.memorizedBits));
  const off = (same: CapacityRun[]) => Math.abs(Math.log(level(same) / level(first)));
  const [farthest = []] = larger.sort((a, b) => off(b) - off(a));
  return [...first, ...farthest];
}

/**
 * Of the models that have the most datasets of at least 1.2 times the expected capacity, the runs on
 * the smallest of these and on the one that differs most from it in its mean over the seeds.
 */
export const plateauRuns: Select<CapacityRun> = (runs) => {
  const above = dataSweep(runs).filter((run) => scaleOf(run) >= FLAT_FROM);
  const models = [...byKey(above, modelOf).values()];
  const datasets = (ofModel: CapacityRun[]) => new Set(ofModel.map(scaleOf)).size;
  const most = Math.max(...models.map(datasets));
  const widest = models.filter((ofModel) => datasets(ofModel) === most);
  const chosen = new Set(widest.flatMap(farthestApart));
  return runs.filter((run) => chosen.has(run));
};

/** Memorized bits at the larger of two datasets over those at the smaller, mean over the models. */
export const plateauRatio = (runs: readonly CapacityRun[]): number | null =>
  meanOf([...byKey(runs, modelOf).values()], (same) => {
    const [most, next] = [...same].sort((a, b) => scaleOf(b) - scaleOf(a));
    return next ? most.measurements.memorizedBits / next.measurements.memorizedBits : null;
  });

/** Table 1, float32: bits per parameter of its models of width 32, by the number of layers. */
const SMALLEST_ROWS: Record<number, number> = { 1: 4.23, 2: 4.16 };

/** The runs of the two smallest models of the paper's table. */
export const smallestRows: Select<CapacityRun> = both(
  tableRows,
  where(({ config }) => config.dModel === 32 && config.nLayers in SMALLEST_ROWS),
);

/** Both as shares of their rows, the mean; null unless both are there. */
export function shareOfRows(runs: readonly CapacityRun[]): number | null {
  const shares = [...byKey(runs, ({ config }) => config.nLayers)].map(
    ([nLayers, own]) => capacities(own)[0].bitsPerParameter.mean / SMALLEST_ROWS[nLayers],
  );
  return shares.length < 2 ? null : mean(shares);
}

/** The curve's model: the largest of those whose sizes are compared. */
export const oneModel: Select<CapacityRun> = both(
  sizeSweep,
  mostVaried(modelOf, scaleOf, ({ measurements }) => measurements.params),
);
