import { added, type ConfigOf, type FlatConfig, int } from '../../base';
import type { RunContext, RunOutcome, Stage } from '../../experiment';
import { checkQuestionConfig, questionFields } from '../../recipes/questions/config';
import { inverseSearch, type InverseSearch } from '../../recipes/questions/inverse';
import { type QuestionMeasurements, runQuestions } from '../../recipes/questions/run';
import { questionStages } from '../../recipes/questions/stages';

/** A model asked about people, and in some runs which person has these values. */
export const qaFields = {
  ...questionFields,
  inverseSteps: added(int(0)), // of finetuning on inverse search; 0 = none
};

export type QaConfig = ConfigOf<typeof qaFields> & FlatConfig;

/** What has to hold between keys. Throws naming the key. */
export function checkQa(config: QaConfig): void {
  checkQuestionConfig(config);
  if (config.training === 'mixed' && config.inverseSteps > 0) {
    throw new RangeError('inverseSteps is for training = finetune, not for mixed.');
  }
}

/** What one run yields. */
export interface QaMeasurements extends QuestionMeasurements, Partial<InverseSearch> {}

const further = (config: QaConfig) =>
  config.inverseSteps > 0 ? inverseSearch(config, config.inverseSteps) : undefined;

export const qaStages = (config: QaConfig): Stage[] => [
  ...questionStages(config),
  ...(further(config)?.stages ?? []),
];

/** Pretrains one model on biographies and asks it about people whose questions it never saw. */
export const runQa = (config: QaConfig, context: RunContext): Promise<RunOutcome<QaMeasurements>> =>
  runQuestions<Partial<InverseSearch>>(config, context, further(config));
