import type { Curve } from '../../experiment';
import { mean, rankCorrelation } from '../../stats';
import type { ContextMeasurements } from './contexts';
import type { EpochRecord, Exposure } from './exposures';
import type { Recollection } from './recollection';
import {
  exposureMeasurements,
  type ExposureMeasurements,
  rounded,
  type SequenceMeasurements,
} from './sequences';

/** The state at one epoch of the first string; bits. */
export interface PhaseMeasurements extends Recollection {
  epoch: number;
  freshLoss: number; // mean over strings never shown
}

export interface Phases {
  guessing: PhaseMeasurements; // where the predictions are closest to the alphabet's distribution
  end: PhaseMeasurements; // at the last epoch
  freshAccuracy: number; // of strings never shown, mean over all epochs of the first string
}

/** What one run yields; what it was not asked for is null. */
export interface StringMeasurements {
  params: number;
  exposures: ExposureMeasurements[]; // in the order in which the strings were shown
  phases: Phases;
  placeCorrelation: number | null; // of a letter's place and the epoch at which it was learned
  sequence: SequenceMeasurements | null;
  context: ContextMeasurements | null;
}

const last = <T>(values: readonly T[]): T => values[values.length - 1];

/** What every run measures, of all exposures and of the first. */
export const exposedMeasurements = (exposures: readonly Exposure[]) => ({
  exposures: exposures.map(exposureMeasurements),
  phases: phases(exposures),
  placeCorrelation: placeCorrelation(exposures),
});

/** Of the first exposure. */
function phases([{ records }]: readonly Exposure[]): Phases {
  const closest = records.reduce((a, b) => (b.own.divergence < a.own.divergence ? b : a));
  return {
    guessing: phaseAt(closest),
    end: phaseAt(last(records)),
    freshAccuracy: rounded(mean(records.map(({ fresh }) => fresh.accuracy)), 6),
  };
}

function phaseAt({ epoch, own, fresh }: EpochRecord): PhaseMeasurements {
  const values = { ...own, freshLoss: fresh.loss };
  const short = Object.entries(values).map(([key, value]) => [key, rounded(value, 6)]);
  return { epoch, ...(Object.fromEntries(short) as typeof values) };
}

/**
 * Rank correlation between the place of a letter of the first string and the epoch from which on it
 * was right; null when letters were wrong to the end.
 */
function placeCorrelation([{ records }]: readonly Exposure[]): number | null {
  const places = Array.from(last(records).correct, (_, place) => place);
  if (places.some((place) => !last(records).correct[place])) return null;
  const learned = places.map(
    (place) => records.map(({ correct }) => correct[place]).lastIndexOf(0) + 1,
  );
  const r = rankCorrelation(places, learned);
  return Number.isNaN(r) ? null : rounded(r, 6);
}

/** Epochs 0 to 10, then by factors of 1.1, and the last. */
function shownEpochs(last: number): number[] {
  const epochs: number[] = [];
  for (let epoch = 0; epoch <= last; epoch = Math.max(epoch + 1, Math.round(epoch * 1.1))) {
    epochs.push(epoch);
  }
  return epochs[epochs.length - 1] === last ? epochs : [...epochs, last];
}

/** The course of the first string: own measures, and accuracy and loss of fresh strings. */
export function courses([{ records }]: readonly Exposure[]): Record<string, Curve> {
  const epochs = shownEpochs(records.length - 1);
  const course = (yLabel: string, value: (record: EpochRecord) => number): Curve => ({
    x: epochs,
    y: epochs.map((epoch) => rounded(value(records[epoch]), 4)),
    xLabel: 'epoch',
    yLabel,
  });
  return {
    accuracy: course('recollection accuracy', ({ own }) => own.accuracy),
    loss: course('loss (bits a letter)', ({ own }) => own.loss),
    mass: course('probability of the alphabet', ({ own }) => own.mass),
    entropy: course('entropy of the prediction (bits)', ({ own }) => own.entropy),
    divergence: course('KL divergence (bits)', ({ own }) => own.divergence),
    freshAccuracy: course('accuracy, fresh strings', ({ fresh }) => fresh.accuracy),
    freshLoss: course('loss, fresh strings (bits a letter)', ({ fresh }) => fresh.loss),
  };
}
