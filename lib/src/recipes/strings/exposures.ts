import { freshStrings, promptedPairs } from '../../datasets';
import { adamWOf } from '../../training';
import type { Stages } from '../stages';
import type { StringConfig } from './config';
import type { Learner } from './learner';
import {
  meanRecollection,
  type Recollection,
  recollectionFrom,
  recollectionKeys,
} from './recollection';

/** What was measured at one epoch of an exposure, before its update, rounded to float32. */
export interface EpochRecord {
  epoch: number; // updates on the string so far
  own: Recollection; // of the string being shown
  fresh: Recollection; // mean over strings never shown
  accuracies: ArrayLike<number>; // of each string of the run, shown or not
  correct: ArrayLike<number>; // of each letter of the string being shown, 1 or 0
}

/** One showing of a string: its epochs from 0 to the last. */
export interface Exposure {
  string: number; // which one
  records: EpochRecord[];
}

export interface ExposureOptions {
  strings: readonly Int32Array[];
  order: readonly number[]; // which of the strings is shown, exposure by exposure
  /** Called at every epoch, before its update, and waited for; not for epochs before a resume. */
  onEpoch?(record: EpochRecord): void | Promise<void>;
}

/**
 * Shows strings one after the other, each with a fresh optimizer, one update an epoch, until it is
 * recited without a mistake (and `tail` longer), or for `epochs` epochs. Everything is measured
 * at every epoch. Each exposure is a stage of the run. Rejects as `Stages.train` does.
 */
export async function expose(
  { program, recite, freshOptimizer }: Learner,
  config: StringConfig,
  stages: Stages,
  { strings, order, onEpoch }: ExposureOptions,
): Promise<Exposure[]> {
  const { epochs, nFresh, learningRate, tail, length } = config;
  const exposures: Exposure[] = [];
  for (const [exposure, shown] of order.entries()) {
    const records: EpochRecord[] = [];
    const pair = promptedPairs([strings[shown]]);
    const record = (epoch: number, row: Float32Array) => unpack(epoch, row, strings.length);
    freshOptimizer();
    await stages.train(`exposure ${exposure + 1}`, program, {
      steps: epochs,
      optimizer: adamWOf(config),
      learningRate: () => learningRate,
      batch: () => pair,
      measure: {
        at: Array.from({ length: epochs + 1 }, (_, epoch) => epoch),
        size: STRINGS + strings.length + length,
        async take(epoch) {
          const index = exposure * (epochs + 1) + epoch;
          const fresh = freshStrings(config, nFresh, index);
          const recited = recite([...strings, ...fresh]);
          const own = recited
            .slice(0, strings.length)
            .map((letters) => meanRecollection([letters]));
          const row = pack({
            own: own[shown],
            fresh: meanRecollection(recited.slice(strings.length)),
            accuracies: own.map(({ accuracy }) => accuracy),
            correct: recited[shown].correct,
          });
          await onEpoch?.(record(epoch, row));
          return row;
        },
        onTaken: (epoch, row) => records.push(record(epoch, row)),
      },
      until(epoch) {
        const memorized = epochReaching(records, 1);
        return memorized !== null && epoch >= Math.ceil(memorized * (1 + tail));
      },
      note: () => `accuracy ${records[records.length - 1].own.accuracy.toFixed(2)}`,
    });
    exposures.push({ string: shown, records });
  }
  return exposures;
}

/** The first epoch at which the accuracy is at least `level`; null when it never is. */
export const epochReaching = (records: readonly EpochRecord[], level: number): number | null =>
  records.find(({ own }) => own.accuracy >= level)?.epoch ?? null;

/** An epoch as numbers, the form in which a training keeps it: own, fresh, accuracies, letters. */
const pack = ({ own, fresh, accuracies, correct }: Omit<EpochRecord, 'epoch'>): Float32Array =>
  Float32Array.from([
    ...[own, fresh].flatMap((one) => recollectionKeys.map((key) => one[key])),
    ...Array.from(accuracies),
    ...Array.from(correct),
  ]);

const STRINGS = 2 * recollectionKeys.length; // where the accuracies begin

function unpack(epoch: number, row: Float32Array, nStrings: number): EpochRecord {
  const part = (from: number): Recollection =>
    recollectionFrom((key) => row[from + recollectionKeys.indexOf(key)]);
  return {
    epoch,
    own: part(0),
    fresh: part(recollectionKeys.length),
    accuracies: row.subarray(STRINGS, STRINGS + nStrings),
    correct: row.subarray(STRINGS + nStrings),
  };
}
