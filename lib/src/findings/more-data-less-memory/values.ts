import { byKey } from '../../base';
import {
  both,
  lineOver,
  meanOf,
  mostVaried,
  peakInside,
  rankOver,
  type Run,
  trainingsBy,
} from '../../experiment';
import { logistic, logisticFit, mean } from '../../stats';
import { capacities, modelName } from '../bits-per-parameter/values';
import type { DataConfig } from './config';
import type { DataMeasurements } from './run';

export type DataRun = Run<DataConfig, DataMeasurements>;
type Runs = readonly DataRun[];

const modelOf = ({ config }: DataRun): string => modelName(config);
export const sizeOf = ({ config }: DataRun): number => config.nSequences;
const bitsOf = ({ measurements }: DataRun): number => measurements.memorizedBitsScored;
const dataOf = ({ measurements }: DataRun): number => measurements.datasetBitsScored;

const trainings = trainingsBy(
  (run: DataRun) => `${modelOf(run)} ${sizeOf(run)} ${run.config.seed}`,
);

/** The sweep over datasets, and the runs that were trained for longer with those beside them. */
export const { sweep: sweepRuns, controls: controlRuns } = trainings;

/** The least of the bits that a run of the sweep has, as a share of those of a longer one. */
export const leastOfLonger = (runs: Runs): number => trainings.leastOfLonger(runs, bitsOf);

/** The runs of the model with the most datasets, of several the largest. */
export const oneModel = mostVaried(modelOf, sizeOf, dataOf);

/** The sweep of that model. */
export const swept = both(sweepRuns, oneModel);

/** Bits a token of whoever knows nothing. */
export const guessing = ({ config }: DataRun): number => Math.log2(config.vocabSize);

/** Bits of a whole sequence to whoever knows nothing. */
export const sequenceBits = (run: DataRun): number => guessing(run) * (run.config.seqLength - 1);

/**
 * What a model holds: the most that it memorized of any dataset, mean over seeds; in bits of
 * predicted tokens. The datasets are measured by it, not by 3.6 bits a parameter.
 */
export const plateauOf = (ofModel: Runs): number => capacities(ofModel, bitsOf)[0].bits.mean;

/** Bits of a dataset over what the model holds. */
export const loadIn = (ofModel: Runs): ((run: DataRun) => number) => {
  const plateau = plateauOf(ofModel);
  return (run) => dataOf(run) / plateau;
};

/** The runs of a model whose data are at least twice what it holds. */
const overfull = (ofModel: Runs): DataRun[] => {
  const load = loadIn(ofModel);
  return ofModel.filter((run) => load(run) >= 2);
};

/** A number of the sweep of a single model; over several models their mean, null where none has it. */
const overModels =
  (value: (ofModel: DataRun[]) => number | null) =>
  (runs: Runs): number | null =>
    meanOf([...byKey(runs, modelOf).values()], value);

const ofMost = (ofModel: Runs): DataRun =>
  ofModel.reduce((most, run) => (dataOf(run) > dataOf(most) ? run : most));

/** The least total of an overfull model over its largest. */
export const evenness = overModels((ofModel) => {
  const totals = overfull(ofModel).map(bitsOf);
  return totals.length > 1 ? Math.min(...totals) / Math.max(...totals) : null;
});

/** The power of the number of sequences with which the bits of each fall, in an overfull model. */
export const shareExponent = overModels((ofModel) => {
  const line = lineOver(
    overfull(ofModel),
    (run) => Math.log(sizeOf(run)),
    (run) => Math.log(bitsOf(run) / sizeOf(run)),
  );
  return line?.slope ?? null;
});

/** Data over plateau where the loss on fresh sequences is highest; null at an end of the sweep. */
export const peakLoad = overModels((ofModel) => {
  const sorted = [...ofModel].sort((a, b) => dataOf(a) - dataOf(b));
  const peak = peakInside(sorted, ({ measurements }) => measurements.freshLoss);
  return peak && loadIn(ofModel)(peak);
});

/** Loss on fresh sequences at the most data, over that of guessing. */
export const freshAtMost = overModels((ofModel) => {
  const { config, measurements } = ofMost(ofModel);
  return measurements.freshLoss / Math.log(config.vocabSize);
});

export const f1Of = ({ measurements }: DataRun): number => measurements.membership.f1;
const extractedOf = ({ measurements }: DataRun): number => measurements.extraction.train.half;

/** Rank correlation of F1 with the size of the dataset, in an overfull model. */
export const f1Order = overModels((ofModel) => rankOver(overfull(ofModel), dataOf, f1Of));

/** How far F1 is above extraction, in points, where it is least so. */
export const leastLead = overModels((ofModel) =>
  Math.min(...ofModel.map((run) => 100 * (f1Of(run) - extractedOf(run)))),
);

/** The highest F1 of a model from which nothing can be extracted. */
export const f1WithoutExtraction = overModels((ofModel) => {
  const silent = ofModel.filter((run) => extractedOf(run) === 0).map(f1Of);
  return silent.length > 0 ? Math.max(...silent) : null;
});

/** Extraction of trained sequences less that of fresh ones, in points, at the most data. */
export const extractionGap = overModels((ofModel) => {
  const { train, fresh } = ofMost(ofModel).measurements.extraction;
  return 100 * (train.half - fresh.half);
});

/** The largest distance of the AUC from that of two normal distributions. */
export const farFromNormal = overModels((ofModel) =>
  Math.max(
    ...ofModel.map(({ measurements: { membership: m } }) => Math.abs(m.auc - m.aucOfNormals)),
  ),
);

/** A law of F1 = 1/2 (1 + 1 / (1 + (r / r0)^b)), r = bits of the data over parameters. */
interface MembershipLaw {
  r0: number;
  b: number;
}

/** Bits of the data for each parameter. */
export const ratioOf = ({ measurements: m }: DataRun): number => m.datasetBitsScored / m.params;

/** F1 of the law. */
export const lawful = ({ r0, b }: MembershipLaw, r: number): number =>
  (1 + logistic({ middle: Math.log(r0), slope: b }, Math.log(r))) / 2;

/** The law by least squares over the runs, and how far F1 is from it; null for fewer than three. */
export function membershipFit(runs: Runs): (MembershipLaw & { rms: number }) | null {
  if (runs.length < 3) return null;
  const { middle, slope } = logisticFit(
    runs.map((run) => Math.log(ratioOf(run))),
    runs.map((run) => 2 * f1Of(run) - 1),
  );
  const law = { r0: Math.exp(middle), b: slope };
  const misses = runs.map((run) => (f1Of(run) - lawful(law, ratioOf(run))) ** 2);
  return { ...law, rms: Math.sqrt(mean(misses)) };
}

/** How far F1 is from the fitted law, in points (root mean square). */
export const lawMiss = overModels((ofModel) => {
  const law = membershipFit(ofModel);
  return law && 100 * law.rms;
});

/** The constants of the paper's law, as printed. Morris et al. 2025, 5.2.1. */
export const PAPER_LAW = { c1: 1.34, c2: -0.034, c3: -33.14 };

/**
 * F1 = 1/2 (1 + c1 sigmoid(c2 (x + c3))). As printed x is capacity / |D|, with which it rises with the
 * data; with x = bits of the raw data over parameters it is what the paper's checks were made with.
 */
export function paperLaw(x: number): number {
  const { c1, c2, c3 } = PAPER_LAW;
  return (1 + c1 / (1 + Math.exp(-c2 * (x + c3)))) / 2;
}
