import { attributes } from '../../datasets';
import type { Stage } from '../../experiment';
import type { ModelResources } from '../biographies/resources';
import type { ProbeConfig } from './config';
import { type ProbeGroup, qGroupsOf } from './groups';
import { probeName } from './p-probe';
import { qProbeName, qProbeUpdates } from './q-probe';

const NAME_TOKENS = 5;

/** A probe needs no gradients of the frozen weights: 4 operations a parameter and token in place of 6. */
const overFrozen = ({ params, vocabSize }: ModelResources, { dModel }: ProbeConfig) => ({
  params: params - vocabSize * dModel,
  work: 4 / 6,
  learns: false,
});

/** The training of a group: it reads a biography up to its last place, of which the sixth ends it. */
export const probeStage = (
  config: ProbeConfig,
  model: ModelResources,
  biographyTokens: number,
  group: ProbeGroup,
): Stage => ({
  name: probeName(group),
  steps: config.probeSteps,
  tokens:
    (config.probeBatch * biographyTokens * (Math.max(...group.places) + 1)) / attributes.length,
  ...overFrozen(model, config),
});

export const qProbeStages = (config: ProbeConfig, model: ModelResources): Stage[] =>
  qProbeUpdates.flatMap((update) =>
    qGroupsOf(config).map((of) => ({
      name: qProbeName(update, of),
      steps: config.qProbeSteps,
      tokens: config.qProbeBatch * NAME_TOKENS,
      ...overFrozen(model, config),
    })),
  );
