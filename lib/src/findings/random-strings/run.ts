import { engineRecord } from '../../engine';
import type { RunContext, RunOutcome } from '../../experiment';
import { showingOrder, type StringConfig } from '../../recipes/strings/config';
import { recallInContexts } from '../../recipes/strings/contexts';
import { expose } from '../../recipes/strings/exposures';
import { sequenceMeasurements } from '../../recipes/strings/sequences';
import {
  courses,
  exposedMeasurements,
  type StringMeasurements,
} from '../../recipes/strings/summary';
import { withStrings } from '../../recipes/strings/with-strings';

/** Trains one model on its strings and measures what the experiment asks for. */
export const runRandomStrings = (
  config: StringConfig,
  context: RunContext,
): Promise<RunOutcome<StringMeasurements>> =>
  withStrings(config, context, async ({ learner, strings, stages }) => {
    const { experiment } = config;
    const exposures = await expose(learner, config, stages, {
      strings,
      order: showingOrder(config),
    });
    stages.keepModel('trained', learner.program);
    const measurements = {
      params: learner.params,
      ...exposedMeasurements(exposures),
      sequence: experiment === 'sequence' ? sequenceMeasurements(exposures) : null,
      context:
        experiment === 'context'
          ? await recallInContexts(learner, config, strings[0], stages)
          : null,
    };
    return { measurements, curves: courses(exposures), engine: engineRecord(learner.program) };
  });
