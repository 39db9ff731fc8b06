import { byKey, type ConfigOf } from '../../base';
import {
  both,
  inTopCell,
  mostCommon,
  mostVaried,
  type Run,
  type Select,
  shared,
  varied,
} from '../../experiment';
import { meansOf } from '../../stats';
import { modelName } from '../bits-per-parameter/values';
import { allModes, type ComparedMode, type PrecisionConfig, type precisionFields } from './config';
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
  const bits = ({ measurements }: PrecisionRun) => measurements.memorizedBits;
  return inTopCell(rateOf, bits)(float32).map(rateOf)[0];
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
export interface ModeOutcome extends Omit<ConfigOf<typeof precisionFields>, 'mode'> {
  mode: ComparedMode;
  setting: string; // all that pairs have in common but the seed
  params: number;
  bitsPerParameter: number;
  float32: number | null; // bits per parameter of the paired float32 run; null without such a run
  difference: number | null; // of the two in %; likewise
  unchangedShare: number | null; // null for what was not trained
  stuckGains: number | null;
}

const settingOf = (run: PrecisionRun): string =>
  [modelOf(run), rateOf(run), stepsOf(run), scaleOf(run)].join(' ');

/** Every run as an outcome, and each float32 run a second time with its rounded weights. */
export function modeOutcomes(runs: readonly PrecisionRun[]): ModeOutcome[] {
  const pairs = byKey(runs, (run) => `${settingOf(run)} ${seedOf(run)}`);
  return [...pairs.values()].flatMap((pair) => {
    const float32 = pair.find((run) => modeOf(run) === 'float32')?.measurements.memorizedBits;
    return pair.flatMap((run): ModeOutcome[] => {
      const { params, memorizedBits, memorizedBitsRounded, unchangedShare, stuckGains } =
        run.measurements;
      const paired = (bits: number) => ({
        ...run.config,
        setting: settingOf(run),
        params,
        bitsPerParameter: bits / params,
        float32: float32 === undefined ? null : float32 / params,
        difference: float32 === undefined ? null : 100 * (bits / float32 - 1),
      });
      const trained = { ...paired(memorizedBits), unchangedShare, stuckGains };
      if (trained.mode !== 'float32') return [trained];
      const untrained = { mode: 'rounded-once', unchangedShare: null, stuckGains: null } as const;
      return [trained, { ...paired(memorizedBitsRounded), ...untrained }];
    });
  });
}

/** Means and 95 % intervals over seeds, by size, learning rate (largest first), length, data, mode. */
export const modeSummaries = (runs: readonly PrecisionRun[]) =>
  [...byKey(modeOutcomes(runs), ({ setting, mode }) => `${setting} ${mode}`).values()]
    .map((same) => ({
      ...same[0],
      ...meansOf(same, ['bitsPerParameter', 'difference', 'unchangedShare', 'stuckGains']),
    }))
    .sort(
      (a, b) =>
        a.params - b.params ||
        b.learningRate - a.learningRate ||
        a.steps - b.steps ||
        a.datasetScale - b.datasetScale ||
        allModes.indexOf(a.mode) - allModes.indexOf(b.mode),
    );
