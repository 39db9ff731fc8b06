import { byKey } from '../../base';
import {
  both,
  mostCommon,
  mostVaried,
  type Run,
  type Select,
  shared,
  varied,
} from '../../experiment';
import { mean, type MeanInterval, meansOf } from '../../stats';
import { modelName } from '../bits-per-parameter/values';
import type { PrecisionConfig } from './config';
import { allModes, type ComparedMode } from './config';
import type { PrecisionMeasurements } from './run';

export type PrecisionRun = Run<PrecisionConfig, PrecisionMeasurements>;

const modelOf = ({ config }: PrecisionRun): string => modelName(config);
const rateOf = ({ config }: PrecisionRun): number => config.learningRate;

const seedOf = ({ config }: PrecisionRun): number => config.seed;
const modeOf = ({ config }: PrecisionRun): PrecisionConfig['mode'] => config.mode;
const stepsOf = ({ config }: PrecisionRun): number => config.steps;
const scaleOf = ({ config }: PrecisionRun): number => config.datasetScale;

/** The runs among which rates and formats are compared: of the length and the data that most have. */
export const rateSweep: Select<PrecisionRun> = mostCommon(
  (run) => `${stepsOf(run)} ${scaleOf(run)}`,
);

/** Of each model the runs at one of its learning rates; none where there is no such rate. */
const atRate = (chosen: (ofModel: PrecisionRun[]) => number | undefined): Select<PrecisionRun> =>
  both(rateSweep, (runs) => {
    const rates = new Map([...byKey(runs, modelOf)].map(([model, own]) => [model, chosen(own)]));
    return runs.filter((run) => rates.get(modelOf(run)) === rateOf(run));
  });

/** At the learning rate at which float32 stores most, where capacities are compared. */
export const atBestRate = atRate((ofModel) => {
  const float32 = shared(rateOf, seedOf)(ofModel.filter((run) => modeOf(run) === 'float32'));
  const bits = [...byKey(float32, rateOf)].map(([rate, own]) => ({
    rate,
    mean: mean(own.map(({ measurements }) => measurements.memorizedBits)),
  }));
  return bits.sort((a, b) => b.mean - a.mean)[0]?.rate;
});

/** At the smallest of several learning rates. */
export const atSmallestRate = atRate((ofModel) => {
  const rates = ofModel.map(rateOf);
  return new Set(rates).size > 1 ? Math.min(...rates) : undefined;
});

/** The runs of the model with the most learning rates, of several the smallest. */
export const oneModel: Select<PrecisionRun> = both(
  rateSweep,
  mostVaried(modelOf, rateOf, ({ measurements }) => -measurements.params),
);

/** The runs of the seeds that every format has at every size: for levels, which are not paired. */
export const inAllFormats: Select<PrecisionRun> = shared(
  (run) => `${modelOf(run)} ${modeOf(run)}`,
  seedOf,
);

/** The runs that are alike but for their length or their data, in formats and seeds that all have. */
const along = (axis: (run: PrecisionRun) => number, other: (run: PrecisionRun) => number) =>
  both(
    varied((run: PrecisionRun) => `${modelOf(run)} ${rateOf(run)} ${other(run)}`, axis),
    both(shared(axis, modeOf), shared(axis, seedOf)),
  );

/** Trained for several lengths at one learning rate. */
export const lengthRuns: Select<PrecisionRun> = along(stepsOf, scaleOf);

/** Trained on datasets of several sizes. */
export const dataRuns: Select<PrecisionRun> = along(scaleOf, stepsOf);

/** Those of the longest of several lengths. */
export const atLongest: Select<PrecisionRun> = both(lengthRuns, (runs) => {
  const longest = Math.max(...runs.map(stepsOf));
  return runs.filter((run) => stepsOf(run) === longest);
});

/** One mode in one pairing: the same but for the format, so same data and initial weights. */
export interface ModeOutcome {
  mode: ComparedMode;
  model: string; // 'd=8 L=1 V=128'
  params: number;
  learningRate: number;
  steps: number;
  datasetScale: number;
  seed: number;
  bitsPerParameter: number;
  float32: number | null; // bits per parameter of the paired float32 run; null without such a run
  difference: number | null; // of the two in %; likewise
  unchangedShare: number | null; // null for what was not trained
  stuckGains: number | null;
}

/** Every run as an outcome, and each float32 run a second time with its rounded weights. */
export function modeOutcomes(runs: readonly PrecisionRun[]): ModeOutcome[] {
  const pairs = byKey(runs, (run) =>
    [modelOf(run), rateOf(run), stepsOf(run), scaleOf(run), seedOf(run)].join(' '),
  );
  return [...pairs.values()].flatMap((pair) => {
    const reference = pair.find(({ config }) => config.mode === 'float32')?.measurements;
    return pair.flatMap((run): ModeOutcome[] => {
      const { mode, learningRate, steps, datasetScale, seed } = run.config;
      const { params, memorizedBits, memorizedBitsRounded, unchangedShare, stuckGains } =
        run.measurements;
      const paired = { model: modelOf(run), params, learningRate, steps, datasetScale, seed };
      const stored = (bits: number) => ({
        bitsPerParameter: bits / params,
        float32: reference ? reference.memorizedBits / params : null,
        difference: reference ? 100 * (bits / reference.memorizedBits - 1) : null,
      });
      const trained = { ...paired, mode, ...stored(memorizedBits), unchangedShare, stuckGains };
      if (mode !== 'float32') return [trained];
      const untrained = { mode: 'rounded-once', unchangedShare: null, stuckGains: null } as const;
      return [trained, { ...paired, ...untrained, ...stored(memorizedBitsRounded) }];
    });
  });
}

const summarized = ['bitsPerParameter', 'difference', 'unchangedShare', 'stuckGains'] as const;

/** One mode in one setting: means over seeds, NaN for what is not known. */
export type ModeSummary = Omit<ModeOutcome, (typeof summarized)[number] | 'float32' | 'seed'> &
  Record<(typeof summarized)[number], MeanInterval>;

/** Means and 95 % intervals over seeds, by size, learning rate (largest first), length, data, mode. */
export function modeSummaries(runs: readonly PrecisionRun[]): ModeSummary[] {
  const groups = byKey(modeOutcomes(runs), (o) =>
    [o.model, o.learningRate, o.steps, o.datasetScale, o.mode].join(' '),
  );
  const place = ({ mode }: ModeSummary): number => allModes.indexOf(mode);
  return [...groups.values()]
    .map((same) => ({ ...same[0], ...meansOf(same, summarized) }))
    .sort(
      (a, b) =>
        a.params - b.params ||
        b.learningRate - a.learningRate ||
        a.steps - b.steps ||
        a.datasetScale - b.datasetScale ||
        place(a) - place(b),
    );
}
