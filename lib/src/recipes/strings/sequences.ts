import { mean } from '../../stats';
import { epochReaching, type Exposure } from './exposures';

/** How one showing of a string went; the epochs count the updates on it. */
export interface ExposureMeasurements {
  string: number; // which one
  epochs: number | null; // until it was first recited without a mistake; null = not within the limit
  epochsTo95: number | null; // until 95 % of its letters were right
  shown: number; // updates in all
}

/** Accuracy of every string of a sequence, at so many moments of every exposure. */
export interface SequenceMeasurements {
  momentsPerExposure: number; // evenly spaced, the first before the first update, the last at the end
  accuracy: number[][]; // [string][exposure * momentsPerExposure + moment]
}

export const exposureMeasurements = ({ string, records }: Exposure): ExposureMeasurements => ({
  string,
  epochs: epochReaching(records, 1),
  epochsTo95: epochReaching(records, 0.95),
  shown: records[records.length - 1].epoch,
});

/** A number in so many digits, as it is stored. */
export const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

const MOMENTS = 7;

export function sequenceMeasurements(exposures: readonly Exposure[]): SequenceMeasurements {
  const moments = exposures.flatMap(({ records }) =>
    Array.from(
      { length: MOMENTS },
      (_, i) => records[Math.round((i * (records.length - 1)) / (MOMENTS - 1))].accuracies,
    ),
  );
  const strings = Array.from(moments[0], (_, string) =>
    moments.map((accuracies) => rounded(accuracies[string], 4)),
  );
  return { momentsPerExposure: MOMENTS, accuracy: strings };
}

/** What of a run the numbers below need. */
interface SequenceRun {
  config: { alphabet: number };
  measurements: { exposures: ExposureMeasurements[]; sequence: SequenceMeasurements | null };
}

/** Epochs until a string was memorized. One that never was counts with all that it was shown. */
export const epochsShown = ({ epochs, shown }: ExposureMeasurements): number => epochs ?? shown;

/** Whether a string is shown for the first time. */
export const isNew = (
  { string }: ExposureMeasurements,
  i: number,
  all: readonly ExposureMeasurements[],
): boolean => all.findIndex((other) => other.string === string) === i;

/** How exposures are called on an axis: 1, 2, ... and a string that comes back '1 again'. */
export const exposureNames = ({ measurements: { exposures } }: SequenceRun): string[] =>
  exposures.map((one, i) => `${one.string + 1}${isNew(one, i, exposures) ? '' : ' again'}`);

/** The mean over runs that showed the same sequence. */
export function meanSequence(runs: readonly SequenceRun[]) {
  const all = runs.flatMap(({ measurements }) => measurements.sequence ?? []);
  const [{ momentsPerExposure: moments, accuracy: first }] = all;
  const accuracy = first.map((of, string) =>
    of.map((_, at) => mean(all.map((one) => one.accuracy[string][at]))),
  );
  /** Where a moment is among exposures of length 1. */
  const time = (at: number) => Math.floor(at / moments) + (at % moments) / (moments - 1);
  return { accuracy, moments, time, names: exposureNames(runs[0]) };
}

/** Epochs of the first string over the mean of the last two new ones. */
export function firstOverLast({ measurements }: SequenceRun): number | null {
  const epochs = measurements.exposures.filter(isNew).map(epochsShown);
  return epochs.length < 3 ? null : epochs[0] / mean(epochs.slice(-2));
}

/** Epochs of the string that is shown again over the geometric mean of the new ones around it. */
export function againOverNew({ measurements: { exposures } }: SequenceRun): number | null {
  const again = exposures.findIndex((exposure, i) => !isNew(exposure, i, exposures));
  if (again < 1 || again + 1 >= exposures.length) return null;
  const [before, own, after] = exposures.slice(again - 1, again + 2).map(epochsShown);
  return own / Math.sqrt(before * after);
}

/** An accuracy on a scale on which guessing is 0 and knowing everything is 1. */
export const aboveChance = (accuracy: number, chance: number): number =>
  (accuracy - chance) / (1 - chance);

/** What is left of each string when two others were memorized after it, above chance; the mean. */
export function keptAfterTwo({ config, measurements }: SequenceRun): number | null {
  const { sequence, exposures } = measurements;
  if (!sequence) return null;
  const { momentsPerExposure: moments, accuracy } = sequence;
  const kept = exposures.flatMap(({ string }, i) => {
    const later = exposures.slice(i + 1, i + 3);
    if (later.length < 2 || later.some((other) => other.string === string)) return [];
    return [accuracy[string][(i + 3) * moments - 1]];
  });
  if (kept.length === 0) return null;
  return mean(kept.map((value) => aboveChance(value, 1 / config.alphabet)));
}
