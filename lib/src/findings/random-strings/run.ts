import { engineRecord, loadTensorFlow } from '../../engine';
import { letterProbabilities, randomString } from '../../datasets';
import type { Progress, RunContext, RunOutcome } from '../old-finding';
import { type RandomStringsConfig, stringOptionsOf, validateRandomStrings } from './config';
import { type ContextMeasurements, recallInContexts } from './context';
import { type EpochRecord, expose } from './exposure';
import { type Learner, makeLearner } from './learner';
import { startingParameters } from './pretrain';
import {
  courses,
  type ExposureMeasurements,
  exposureMeasurements,
  type Phases,
  phases,
  placeCorrelation,
  type SequenceMeasurements,
  sequenceMeasurements,
} from './summary';

/** What one run yields; what its experiment does not have is null. */
export interface RandomStringsMeasurements {
  params: number;
  exposures: ExposureMeasurements[]; // in the order in which the strings were shown
  phases: Phases;
  placeCorrelation: number | null; // of a letter's place and the epoch at which it was learned
  sequence: SequenceMeasurements | null;
  context: ContextMeasurements | null;
}

/**
 * The strings in the order in which they are shown. In a sequence the first comes once more before
 * the last new one: between two new strings, so that it can be compared with both.
 */
export function showingOrder({ experiment, nStrings }: RandomStringsConfig): number[] {
  const all = Array.from({ length: nStrings }, (_, i) => i);
  return experiment === 'sequence' ? [...all.slice(0, -1), 0, nStrings - 1] : all;
}

/** Trains one model on its strings and measures what the experiment asks for. */
export async function runRandomStrings(
  config: RandomStringsConfig,
  context: RunContext,
): Promise<RunOutcome<RandomStringsMeasurements>> {
  const order = showingOrder(config);
  const { learner, strings } = await makeRun(config, context);
  try {
    const exposures = await expose(learner, config, {
      strings,
      order,
      signal: context.signal,
      checkpointFile: context.checkpointFile,
      keepEnd: config.experiment === 'context',
      onEpoch: (record) => context.onProgress(progressOf(config, order.length, record)),
    });
    const { records } = exposures;
    const measurements: RandomStringsMeasurements = {
      params: learner.params,
      exposures: exposureMeasurements(records, order),
      phases: phases(records),
      placeCorrelation: placeCorrelation(exposures),
      sequence:
        config.experiment === 'sequence' ? sequenceMeasurements(records, order.length) : null,
      context:
        config.experiment === 'context'
          ? await recallInContexts(learner, config, strings[0], {
              ...context,
              steps: records.length,
            })
          : null,
    };
    return { measurements, curves: courses(records), engine: engineRecord(learner.program) };
  } finally {
    learner.dispose();
  }
}

/** What a watcher is told at every epoch. */
export interface WatchedEpoch {
  epoch: number;
  accuracy: number;
  correct: ArrayLike<number>; // of each letter, 1 or 0
}

/**
 * Shows a model one string, for watching: `onEpoch` is called at every epoch and waited for.
 * Resolves with the string when it is memorized. Rejects with TrainingInterrupted.
 */
export async function watchString(
  config: RandomStringsConfig,
  options: Pick<RunContext, 'device' | 'signal'> & {
    onEpoch(epoch: WatchedEpoch): void | Promise<void>;
  },
): Promise<void> {
  const context = { ...options, checkpointFile: null, onProgress: () => {} };
  const { learner, strings } = await makeRun(config, context);
  try {
    await expose(learner, config, {
      ...context,
      strings,
      order: [0],
      onEpoch: ({ epoch, own }, correct) =>
        options.onEpoch({ epoch, accuracy: own.accuracy, correct }),
    });
  } finally {
    learner.dispose();
  }
}

/** The strings that a run shows. */
export function stringsOf(config: RandomStringsConfig): Int32Array[] {
  return Array.from({ length: config.nStrings }, (_, i) =>
    randomString(stringOptionsOf(config), i),
  );
}

async function makeRun(
  config: RandomStringsConfig,
  context: RunContext,
): Promise<{ learner: Learner; strings: Int32Array[] }> {
  validateRandomStrings(config);
  loadTensorFlow({ device: context.device });
  const totalSteps = stepsOf(config, showingOrder(config).length);
  const theta = await startingParameters(config, context, (step, loss) =>
    context.onProgress({ step, totalSteps, loss, note: 'local text' }),
  );
  const reference = new Float32Array(config.vocabSize);
  reference.set(letterProbabilities(config), 1);
  const strings = stringsOf(config);
  const learner = makeLearner(config, theta, reference, strings.length + config.nFresh);
  return { learner, strings };
}

const stepsOf = ({ pretrainSteps, epochs }: RandomStringsConfig, exposures: number): number =>
  pretrainSteps + exposures * epochs;

/** A string counts as all of its epochs when it is done: how many it needs nobody knows before. */
function progressOf(
  config: RandomStringsConfig,
  exposures: number,
  { exposure, epoch, own }: EpochRecord,
): Progress {
  const { pretrainSteps, epochs } = config;
  return {
    step: pretrainSteps + exposure * epochs + epoch,
    totalSteps: stepsOf(config, exposures),
    loss: own.loss * Math.LN2,
    note: `accuracy ${own.accuracy.toFixed(2)}`,
  };
}
