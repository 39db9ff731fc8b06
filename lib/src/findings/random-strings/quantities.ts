import {
  aboveChance,
  contextRuns,
  epochsShown,
  identifyingPrefix,
  letterEntropy,
  mean,
  prefixReaching,
  rankCorrelation,
} from '../../measure';
import type { ContextKind } from '../../datasets';
import type { Claim, ClaimRun } from '../old-finding';
import type { RandomStringsConfig } from './config';
import type { RandomStringsMeasurements } from './run';

export type StringClaim = Claim<RandomStringsConfig, RandomStringsMeasurements>;

/** A run as claims see it. */
export type StringRun = ClaimRun<RandomStringsConfig, RandomStringsMeasurements>;

const average = (values: number[]): number | null => (values.length > 0 ? mean(values) : null);

export const chanceOf = ({ config }: StringRun): number => 1 / config.alphabet;

/** Epochs until the first string was memorized. One that never was counts with all it was shown. */
const epochsOf = ({ measurements }: StringRun): number => epochsShown(measurements.exposures[0]);

/** Epochs at the least of `x` over those at the largest; null unless there are two values of `x`. */
export function endsRatio(
  runs: StringRun[],
  x: (config: RandomStringsConfig) => number,
): number | null {
  if (runs.length < 2) return null;
  const sorted = [...runs].sort((a, b) => x(a.config) - x(b.config));
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  return x(first.config) < x(last.config) ? epochsOf(first) / epochsOf(last) : null;
}

/** What is left of each string when two others were memorized after it, above chance; the mean. */
export function keptAfterTwo(run: StringRun): number | null {
  const { sequence, exposures } = run.measurements;
  if (!sequence) return null;
  const { momentsPerExposure: moments, accuracy } = sequence;
  const kept = exposures.flatMap(({ string }, i) => {
    const later = exposures.slice(i + 1, i + 3);
    if (later.length < 2 || later.some((other) => other.string === string)) return [];
    return [accuracy[string][(i + 3) * moments - 1]];
  });
  return average(kept.map((value) => aboveChance(value, chanceOf(run))));
}

type Exposure = StringRun['measurements']['exposures'][number];

/** Whether a string is shown for the first time. */
const isNew = ({ string }: Exposure, i: number, all: readonly Exposure[]): boolean =>
  all.findIndex((other) => other.string === string) === i;

/** Epochs of the first string over the mean of the last two new ones. */
export function firstOverLast(run: StringRun): number | null {
  const epochs = run.measurements.exposures.filter(isNew).map(epochsShown);
  const last = average(epochs.slice(-2));
  return epochs.length < 3 || last === null ? null : epochs[0] / last;
}

/** Epochs of the string that is shown again over the geometric mean of the new ones around it. */
export function againOverNew(run: StringRun): number | null {
  const { exposures } = run.measurements;
  const again = exposures.findIndex((exposure, i) => !isNew(exposure, i, exposures));
  if (again < 1 || again + 1 >= exposures.length) return null;
  const [before, own, after] = exposures.slice(again - 1, again + 2).map(epochsShown);
  return own / Math.sqrt(before * after);
}

/** Accuracy with the identifying prefix genuine and the rest replaced in one way. */
export function recallAtPrefix(run: StringRun, kind: ContextKind): number | null {
  const { context } = run.measurements;
  if (!context) return null;
  const wanted = Math.ceil(identifyingPrefix(run.config.alphabet, run.config.length));
  const at = context.prefixLengths.findIndex((prefix) => prefix >= wanted);
  return at < 0 ? null : context.accuracy[kind][at];
}

/** How much better one kind of context is than another, with the identifying prefix genuine. */
export function recallDifference(
  runs: StringRun[],
  like: ContextKind,
  unlike: ContextKind,
): number | null {
  const differences = contextRuns(runs, true).map((run) => {
    const [a, b] = [recallAtPrefix(run, like), recallAtPrefix(run, unlike)];
    return a === null || b === null ? null : a - b;
  });
  return average(differences.filter((value) => value !== null));
}

export const meanOf = (
  runs: StringRun[],
  value: (run: StringRun) => number | null,
): number | null => average(runs.map(value).filter((one) => one !== null));

/** Rank correlation of epochs and entropy over alphabets; null for fewer than three. */
export function orderOf(runs: StringRun[]): number | null {
  if (new Set(runs.map(({ config }) => config.alphabet)).size < 3) return null;
  return rankCorrelation(
    runs.map(({ config }) => letterEntropy(config)),
    runs.map(epochsOf),
  );
}

/** The runs over the largest alphabet. */
export function highEntropy<R extends StringRun>(runs: readonly R[]): R[] {
  const largest = Math.max(...runs.map(({ config }) => config.alphabet));
  return runs.filter(({ config }) => config.alphabet === largest);
}

/** The end of the formula of a ratio. */
export const RATIO = '; the geometric mean over seeds';

/** What of a run enters a claim about epochs; null = the string was never memorized. */
export const epochsEntry = ({ measurements }: StringRun): Record<string, number | null> => {
  const [{ epochs, shown }] = measurements.exposures;
  return { 'exposures[0].epochs': epochs, 'exposures[0].shown': shown };
};

/** Genuine letters for 80 % recall, in units of what identifies a place; null without contexts. */
export function sufficientPrefix({ config, measurements: { context } }: StringRun): number | null {
  if (!context) return null;
  const { prefixLengths, accuracy } = context;
  const reached = prefixReaching(prefixLengths, accuracy.redrawn, 0.8);
  const longest = prefixLengths[prefixLengths.length - 1];
  return (reached ?? longest) / identifyingPrefix(config.alphabet, config.length);
}
