import { useDevice } from '../../engine';
import type { RunContext } from '../../experiment';
import { Stages } from '../stages';
import { showingOrder, type StringConfig, stringsOf } from './config';
import { type EpochRecord, expose } from './exposures';
import { type Learner, withLearner } from './learner';
import { startingParameters } from './pretrain';

/** A model, pretrained where the configuration says so, and the strings that it is shown. */
export interface StringsRun {
  learner: Learner;
  strings: Int32Array[];
  stages: Stages;
}

/** Makes the model and the strings of a run for `body`. Rejects as `body` does. */
export async function withStrings<T>(
  config: StringConfig,
  context: RunContext,
  body: (run: StringsRun) => Promise<T>,
): Promise<T> {
  useDevice(context.device);
  // a string counts as all of its epochs: how many it needs nobody knows before
  const totalSteps = config.pretrainSteps + showingOrder(config).length * config.epochs;
  const stages = new Stages(context, totalSteps, JSON.stringify(config));
  const theta = await startingParameters(config, stages);
  const strings = stringsOf(config);
  return withLearner(config, theta, (learner) => body({ learner, strings, stages }));
}

/** What a watcher is told at every epoch. */
type WatchedEpoch = Pick<EpochRecord, 'epoch' | 'correct'> & { accuracy: number };

/**
 * Shows a model one string, for watching: `onEpoch` is called at every epoch and waited for.
 * Resolves when the string is memorized. Rejects with TrainingInterrupted.
 */
export function watchString(
  config: StringConfig,
  options: Pick<RunContext, 'device' | 'signal'> & {
    onEpoch(epoch: WatchedEpoch): void | Promise<void>;
  },
): Promise<void> {
  const context = { ...options, checkpoints: null, onProgress: () => {} };
  return withStrings(config, context, async ({ learner, strings, stages }) => {
    await expose(learner, config, stages, {
      strings,
      order: [0],
      onEpoch: ({ epoch, own, correct }) =>
        options.onEpoch({ epoch, accuracy: own.accuracy, correct }),
    });
  });
}
