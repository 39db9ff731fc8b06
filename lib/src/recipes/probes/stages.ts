import { attributes } from '../../datasets';
import type { Stage } from '../../experiment';
import type { PretrainConfig } from '../biographies/config';
import { type ModelResources, modelResources, pretrainStage } from '../biographies/resources';
import { type ProbingConfig, type QProbing, questionSteps } from './config';
import { checkedGroup, groupsOf, type ProbeGroup } from './groups';
import { probeName } from './p-probe';
import { nameGroups, qProbeName, qProbeUpdates } from './q-probe';

const BIOGRAPHY_TOKENS = { short: 50, natural: 75 }; // up to the last value, about
const QUESTION_TOKENS = 12;
const NAME_TOKENS = 5;

const modelOf = (config: ProbingConfig) =>
  modelResources(config, BIOGRAPHY_TOKENS[config.templates]);

export const probingMemory = (config: ProbingConfig): number => modelOf(config).memoryBytes;

/** A probe needs no gradients of the frozen weights: 4 operations a parameter and token for 6. */
export const frozenModel = (params: number, vocabSize: number, dModel: number) => ({
  params: params - vocabSize * dModel,
  work: 4 / 6,
  learns: false,
});

/** The trainings of the Q-probes of a model. */
export function qProbeStages(
  config: QProbing & Pick<PretrainConfig, 'dModel'>,
  { params, vocabSize }: Pick<ModelResources, 'params' | 'vocabSize'>,
): Stage[] {
  const { qProbeSteps: steps, qProbeBatch, dModel } = config;
  const frozen = frozenModel(params, vocabSize, dModel);
  return qProbeUpdates.flatMap((update) =>
    nameGroups(config).map((group): Stage => {
      return {
        name: qProbeName(update, group),
        steps,
        tokens: qProbeBatch * NAME_TOKENS,
        ...frozen,
      };
    }),
  );
}

/** The trainings of a run: of a random model, only those of probes on biographies. */
export function probingStages(config: ProbingConfig): Stage[] {
  const { params, vocabSize, length } = modelOf(config);
  const { templates, dModel, qaBatch } = config;
  const { probeSteps, probeBatch } = config;
  const frozen = frozenModel(params, vocabSize, dModel);
  const probe = (group: ProbeGroup): Stage => {
    const read = (Math.max(...group.places) + 1) / attributes.length; // of a biography
    const tokens = probeBatch * BIOGRAPHY_TOKENS[templates] * read;
    return { name: probeName(group), steps: probeSteps, tokens, ...frozen };
  };
  const checked = checkedGroup(config);
  const probes = [
    ...groupsOf(config).map(probe),
    ...(checked ? [{ ...probe(checked), work: 0 }] : []), // one of 36 probes: not in the cost
  ];
  if (config.model === 'random') return probes;
  const qProbes = qProbeStages(config, { params, vocabSize });
  const questions: Stage = {
    name: 'questions',
    steps: questionSteps(config),
    tokens: qaBatch * QUESTION_TOKENS,
    params,
    shows: { questions: qaBatch },
  };
  return [pretrainStage(config, { params, length }), ...probes, ...qProbes, questions];
}
