import { freshStrings } from '../../datasets';
import { readSettings } from '../../engine';
import type { Recollection } from '../../measure';
import {
  type DivergedAt,
  readCheckpoint,
  requireFiniteState,
  requireFiniteStep,
  TrainingInterrupted,
  writeCheckpoint,
} from '../../training';
import { type RandomStringsConfig, stringOptionsOf } from './config';
import { type Learner, meanRecollection } from './learner';

/** What was measured at one epoch, before its update. */
export interface EpochRecord {
  exposure: number; // which showing of a string, from 0
  epoch: number; // updates on it so far
  own: Recollection; // of the string being shown
  fresh: Recollection; // mean over strings never shown
  accuracies: number[]; // of each string of the run, shown or not
}

export interface ExposureOptions {
  strings: readonly Int32Array[];
  order: readonly number[]; // which of the strings is shown, exposure by exposure
  signal: AbortSignal;
  checkpointFile: string | null;
  keepEnd?: boolean; // writes a checkpoint of the end, for when more is to be measured then
  /** Called at every epoch, before its update, with which letters of the string are right. */
  onEpoch?(record: EpochRecord, correct: ArrayLike<number>): void | Promise<void>;
}

export interface Exposures {
  records: EpochRecord[];
  /** Epoch from which on each letter of the first string was right; null = wrong at the last. */
  letterEpochs: (number | null)[];
}

const YIELD_MS = 40; // the event loop gets its turn this often: interrupts, live figures

/**
 * Shows strings one after the other, each with a fresh optimizer, one update an epoch, until it is
 * recited without a mistake (and `tail` longer), or for `epochs` epochs. Everything is measured
 * at every epoch. Goes on from the checkpoint if there is one: the result is the one of an
 * uninterrupted run. Rejects with TrainingInterrupted or TrainingDiverged.
 */
export async function expose(
  learner: Learner,
  config: RandomStringsConfig,
  options: ExposureOptions,
): Promise<Exposures> {
  const { strings, order, signal, checkpointFile: file } = options;
  const journal = new Journal(config, strings.length);
  let { exposure, epoch } = file ? resume(learner, journal, file, config) : START;
  const everyMs = 1000 * readSettings().checkpointSeconds;
  let saved = journal.records.length || null;
  const here = (): DivergedAt => ({
    step: journal.records.length,
    learningRate: config.learningRate,
    lastCheckpoint: saved,
    file,
  });
  const save = (): void => {
    if (!file) return;
    const trained = Object.fromEntries(
      ['theta', 'm', 'v'].map((name) => [name, learner.program.read(name)]),
    );
    requireFiniteState(trained, here());
    writeCheckpoint(file, checkpointOf(trained, journal, config, { exposure, epoch }));
    saved = journal.records.length;
  };
  let lastYield = performance.now();
  let lastSave = lastYield;
  for (; exposure < order.length; exposure++, epoch = 0) {
    const string = strings[order[exposure]];
    if (epoch === 0) learner.freshOptimizer();
    for (; ; epoch++) {
      if (performance.now() - lastYield > YIELD_MS) {
        await new Promise((resolve) => setImmediate(resolve));
        lastYield = performance.now();
      }
      if (signal.aborted) {
        save();
        throw new TrainingInterrupted(journal.records.length, file);
      }
      if (performance.now() - lastSave > everyMs) {
        save();
        lastSave = performance.now();
      }
      const recited = learner.recite([...strings, ...freshAt(config, exposure, epoch)]);
      const own = recited[order[exposure]];
      const record: EpochRecord = {
        exposure,
        epoch,
        own: meanRecollection([own]),
        fresh: meanRecollection(recited.slice(strings.length)),
        accuracies: recited.slice(0, strings.length).map((r) => meanRecollection([r]).accuracy),
      };
      journal.add(record, own.correct);
      await options.onEpoch?.(record, own.correct);
      if (isOver(journal, record, config)) break;
      requireFiniteStep(learner.show(string, epoch), here());
    }
  }
  if (options.keepEnd) save();
  return { records: journal.records, letterEpochs: journal.letterEpochs() };
}

/** Strings drawn anew at every epoch, from the same distribution. */
function freshAt(config: RandomStringsConfig, exposure: number, epoch: number): Int32Array[] {
  const index = exposure * (config.epochs + 1) + epoch;
  return freshStrings(stringOptionsOf(config), config.nFresh, index);
}

function isOver(journal: Journal, record: EpochRecord, config: RandomStringsConfig): boolean {
  if (record.epoch >= config.epochs) return true;
  const memorized = journal.memorizedAt(record.exposure);
  return memorized !== null && record.epoch >= Math.ceil(memorized * (1 + config.tail));
}

const START = { exposure: 0, epoch: 0 };
type Place = typeof START;

const OWN = ['accuracy', 'loss', 'mass', 'entropy', 'divergence'] as const;

/** The records of a run, and their form as numbers in a checkpoint. */
class Journal {
  readonly records: EpochRecord[] = [];
  readonly lastWrong: Float32Array; // epoch at which each letter of the first string was last wrong
  private readonly memorized: number[] = [];
  private end = -1; // last epoch of the first exposure so far

  constructor(
    config: RandomStringsConfig,
    private readonly nStrings: number,
  ) {
    this.lastWrong = new Float32Array(config.length).fill(-1);
  }

  add(record: EpochRecord, correct: ArrayLike<number>): void {
    this.keep(record);
    if (record.exposure > 0) return;
    for (let i = 0; i < correct.length; i++) if (!correct[i]) this.lastWrong[i] = record.epoch;
  }

  memorizedAt(exposure: number): number | null {
    return this.memorized[exposure] ?? null;
  }

  letterEpochs(): (number | null)[] {
    return Array.from(this.lastWrong, (epoch) => (epoch === this.end ? null : epoch + 1));
  }

  toNumbers(): Float32Array {
    return Float32Array.from(
      this.records.flatMap(({ exposure, epoch, own, fresh, accuracies }) => [
        exposure,
        epoch,
        ...OWN.map((key) => own[key]),
        ...OWN.map((key) => fresh[key]),
        ...accuracies,
      ]),
    );
  }

  restore(numbers: Float32Array): void {
    const width = 2 + 2 * OWN.length + this.nStrings;
    for (let at = 0; at < numbers.length; at += width) {
      const row = numbers.subarray(at, at + width);
      const part = (from: number): Recollection =>
        Object.fromEntries(OWN.map((key, i) => [key, row[from + i]])) as unknown as Recollection;
      const accuracies = Array.from(row.subarray(2 + 2 * OWN.length));
      const [exposure, epoch] = row;
      this.keep({ exposure, epoch, own: part(2), fresh: part(2 + OWN.length), accuracies });
    }
  }

  /** Rounded to float32 at once, so that a resumed run has the very same records. */
  private keep(record: EpochRecord): void {
    const rounded = (values: Recollection): Recollection =>
      Object.fromEntries(
        OWN.map((key) => [key, Math.fround(values[key])]),
      ) as unknown as Recollection;
    const { exposure, epoch, own } = record;
    this.records.push({
      exposure,
      epoch,
      own: rounded(own),
      fresh: rounded(record.fresh),
      accuracies: record.accuracies.map(Math.fround),
    });
    if (own.accuracy === 1 && this.memorized[exposure] === undefined) {
      this.memorized[exposure] = epoch;
    }
    if (exposure === 0) this.end = epoch;
  }
}

const fingerprintOf = (config: RandomStringsConfig): string => JSON.stringify(config);

function checkpointOf(
  trained: Record<string, Float32Array>,
  journal: Journal,
  config: RandomStringsConfig,
  { exposure, epoch }: Place,
): Parameters<typeof writeCheckpoint>[1] {
  return {
    fingerprint: fingerprintOf(config),
    step: 0,
    losses: new Float32Array(0), // the records have them
    state: {
      ...trained,
      place: Float32Array.of(exposure, epoch),
      records: journal.toNumbers(),
      lastWrong: journal.lastWrong,
    },
  };
}

function resume(
  { program }: Learner,
  journal: Journal,
  file: string,
  config: RandomStringsConfig,
): Place {
  const checkpoint = readCheckpoint(file, fingerprintOf(config));
  if (!checkpoint) return START;
  const { state } = checkpoint;
  for (const name of ['theta', 'm', 'v']) program.write(name, state[name]);
  journal.restore(state.records);
  journal.lastWrong.set(state.lastWrong);
  const [exposure, epoch] = state.place;
  return { exposure, epoch };
}
