import type { TemplateStyle } from '../../datasets';
import { modelResources, pretrainingSeen } from '../../recipes/biographies/resources';
import type { Resources } from '../old-finding';
import type { ProbingConfig } from './config';
import { qaSteps } from './questions';
import { groupsOf, qGroupsOf } from './groups';
import { qProbeUpdates } from './q-probe';

const BIOGRAPHY_TOKENS = { short: 50, natural: 75 }; // up to the last value, about
const QUESTION_TOKENS = 12;
const NAME_TOKENS = 5;

/**
 * 6 floating-point operations a parameter and token where all is trained, and 4 under a probe, which
 * needs no gradients of the frozen weights.
 */
export function resourcesOf(config: ProbingConfig): Resources {
  const { batchSize, dModel } = config;
  const whole = BIOGRAPHY_TOKENS[config.templates as TemplateStyle];
  const { params, vocabSize, length, memoryBytes } = modelResources(config, whole);
  const body = params - vocabSize * dModel;
  const groups = groupsOf(config);
  // a group reads a biography up to its last place: the sixth value ends it
  const read = groups.reduce((sum, { places }) => sum + (whole * (Math.max(...places) + 1)) / 6, 0);
  const probing = config.probeSteps * config.probeBatch * read * 4 * body;
  if (config.model === 'random') return { flops: probing, memoryBytes };
  const pretraining = config.pretrainSteps * batchSize * length * 6 * params;
  const names = config.qProbeSteps * config.qProbeBatch * NAME_TOKENS;
  const qProbing = qGroupsOf(config).length * qProbeUpdates.length * names * 4 * body;
  const questions = qaSteps(config) * config.qaBatch * QUESTION_TOKENS * 6 * params;
  return { flops: pretraining + probing + qProbing + questions, memoryBytes };
}

/** What the trainings of a run's model are shown, those of its probes left out. */
export function seenBy(config: ProbingConfig): Record<string, number> {
  if (config.model === 'random') return {};
  return { ...pretrainingSeen(config), questions: qaSteps(config) * config.qaBatch };
}
