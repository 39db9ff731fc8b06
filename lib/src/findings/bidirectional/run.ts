import type { RunContext, RunOutcome } from '../../experiment';
import type { Attribute } from '../../datasets';
import { qProbe, type QProbeScores, type QProbeUpdate } from '../../recipes/probes/q-probe';
import { classNumbers } from '../../recipes/probes/rows';
import { qProbeStages } from '../../recipes/probes/stages';
import { majorityShares } from '../../recipes/probes/tables';
import { type QuestionMeasurements, runQuestions } from '../../recipes/questions/run';
import { resourcesOf } from '../../recipes/questions/stages';
import type { MaskedConfig } from './config';

/** What one run yields. Shares are between 0 and 1. */
export interface MaskedMeasurements extends QuestionMeasurements {
  qProbe: Record<QProbeUpdate, QProbeScores>; // a birth date counts by its month
  qMajority: Record<Attribute, number>;
}

/** Pretrains one model, asks it, and probes what of a person its name alone brings up. */
export const runMasked = (
  config: MaskedConfig,
  context: RunContext,
): Promise<RunOutcome<MaskedMeasurements>> =>
  runQuestions<Pick<MaskedMeasurements, 'qProbe' | 'qMajority'>>(config, context, {
    stages: qProbeStages(config, resourcesOf(config)),
    async run(model) {
      const classes = classNumbers(model.world.people, config);
      const probing = { config, classes, ...model };
      const { train, test } = model.people;
      return {
        qProbe: { all: await qProbe('all', probing), ends: await qProbe('ends', probing) },
        qMajority: majorityShares(classes, train, test),
      };
    },
  });
