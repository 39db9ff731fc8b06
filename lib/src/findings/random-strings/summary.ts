import { firstEpoch, mean, rankCorrelation, type Recollection } from '../../measure';
import type { Curve } from '../old-finding';
import type { EpochRecord, Exposures } from './exposure';

/** How one showing of a string went; the epochs count the updates on it. */
export interface ExposureMeasurements {
  string: number; // which one
  epochs: number | null; // until it was first recited without a mistake; null = not within the limit
  epochsTo95: number | null; // until 95 % of its letters were right
  shown: number; // updates in all
}

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

/** Accuracy of every string of a sequence, at so many moments of every exposure. */
export interface SequenceMeasurements {
  momentsPerExposure: number; // evenly spaced, the first before the first update, the last at the end
  accuracy: number[][]; // [string][exposure * momentsPerExposure + moment]
}

const ofExposure = (records: readonly EpochRecord[], exposure: number): EpochRecord[] =>
  records.filter((record) => record.exposure === exposure);

export function exposureMeasurements(
  records: readonly EpochRecord[],
  order: readonly number[],
): ExposureMeasurements[] {
  return order.map((string, exposure) => {
    const epochs = ofExposure(records, exposure).map(({ epoch, own }) => ({
      epoch,
      accuracy: own.accuracy,
    }));
    return {
      string,
      epochs: firstEpoch(epochs, 1),
      epochsTo95: firstEpoch(epochs, 0.95),
      shown: epochs[epochs.length - 1].epoch,
    };
  });
}

export function phases(records: readonly EpochRecord[]): Phases {
  const first = ofExposure(records, 0);
  const closest = first.reduce((a, b) => (b.own.divergence < a.own.divergence ? b : a));
  return {
    guessing: phaseAt(closest),
    end: phaseAt(first[first.length - 1]),
    freshAccuracy: rounded(mean(first.map(({ fresh }) => fresh.accuracy)), 6),
  };
}

function phaseAt({ epoch, own, fresh }: EpochRecord): PhaseMeasurements {
  const { accuracy, loss, mass, entropy, divergence } = own;
  const values = { accuracy, loss, mass, entropy, divergence, freshLoss: fresh.loss };
  const short = Object.entries(values).map(([key, value]) => [key, rounded(value, 6)]);
  return { epoch, ...(Object.fromEntries(short) as typeof values) };
}

const MOMENTS = 7;

export function sequenceMeasurements(
  records: readonly EpochRecord[],
  nExposures: number,
): SequenceMeasurements {
  const moments = Array.from({ length: nExposures }, (_, exposure) => {
    const epochs = ofExposure(records, exposure);
    return Array.from(
      { length: MOMENTS },
      (_, i) => epochs[Math.round((i * (epochs.length - 1)) / (MOMENTS - 1))].accuracies,
    );
  }).flat();
  const strings = moments[0].map((_, string) =>
    moments.map((accuracies) => rounded(accuracies[string], 4)),
  );
  return { momentsPerExposure: MOMENTS, accuracy: strings };
}

/**
 * Rank correlation between the place of a letter and the epoch from which on it was right; null when
 * letters were wrong to the end.
 */
export function placeCorrelation({ letterEpochs }: Exposures): number | null {
  const epochs = letterEpochs.filter((epoch): epoch is number => epoch !== null);
  if (epochs.length < letterEpochs.length) return null;
  const r = rankCorrelation(
    epochs.map((_, i) => i),
    epochs,
  );
  return Number.isNaN(r) ? null : rounded(r, 6);
}

/** Epochs 0 to 10, then by factors of 1.1, and the last. */
export function shownEpochs(last: number): number[] {
  const epochs: number[] = [];
  for (let epoch = 0; epoch <= last; epoch = Math.max(epoch + 1, Math.round(epoch * 1.1))) {
    epochs.push(epoch);
  }
  return epochs[epochs.length - 1] === last ? epochs : [...epochs, last];
}

/** The course of the first string: own measures, and accuracy and loss of fresh strings. */
export function courses(records: readonly EpochRecord[]): Record<string, Curve> {
  const first = ofExposure(records, 0);
  const epochs = shownEpochs(first.length - 1);
  const course = (yLabel: string, value: (record: EpochRecord) => number): Curve => ({
    x: epochs,
    y: epochs.map((epoch) => rounded(value(first[epoch]), 4)),
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

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
