import { attributes, type TemplateStyle } from '../../datasets';
import type { Stage } from '../../experiment';
import { modelResources } from '../../recipes/biographies/resources';
import { groupsOf, type ProbeGroup } from '../../recipes/probes/groups';
import { probeStage, qProbeStages } from '../../recipes/probes/stages';
import type { ProbingConfig } from './config';

const BIOGRAPHY_TOKENS = { short: 50, natural: 75 }; // up to the last value, about
const QUESTION_TOKENS = 12;

const biographyTokens = ({ templates }: ProbingConfig): number =>
  BIOGRAPHY_TOKENS[templates as TemplateStyle];

const modelOf = (config: ProbingConfig) => modelResources(config, biographyTokens(config));

export const probingMemory = (config: ProbingConfig): number => modelOf(config).memoryBytes;

/** The probe that is trained once more, alone; null where none is. */
export function checkedProbe({ checkAttribute }: ProbingConfig): ProbeGroup | null {
  const attribute = attributes.find((each) => each === checkAttribute);
  return attribute ? { places: [0], attributes: [attribute] } : null;
}

/** Steps of the finetuning on questions. */
export const questionSteps = ({ model, qaSteps }: ProbingConfig): number =>
  model === 'random' ? 0 : qaSteps;

/** The trainings of a run: of a random model, only of probes on biographies. */
export function probingStages(config: ProbingConfig): Stage[] {
  const model = modelOf(config);
  const { params, length } = model;
  const { pretrainSteps, batchSize, qaBatch } = config;
  const probe = (group: ProbeGroup): Stage =>
    probeStage(config, model, biographyTokens(config), group);
  const checked = checkedProbe(config);
  const probes = [
    ...groupsOf(config).map(probe),
    // one of 36 probes: left out of the cost
    ...(checked ? [{ ...probe(checked), work: 0 }] : []),
  ];
  if (config.model === 'random') return probes;
  const pretraining: Stage = {
    name: 'pretrain',
    steps: pretrainSteps,
    tokens: batchSize * length,
    params,
    shows: config.windowLength > 0 ? { tokens: batchSize * length } : { biographies: batchSize },
  };
  const questions: Stage = {
    name: 'questions',
    steps: questionSteps(config),
    tokens: qaBatch * QUESTION_TOKENS,
    params,
    shows: { questions: qaBatch },
  };
  return [pretraining, ...probes, ...qProbeStages(config, model), questions];
}
