import {
  atLeastZero,
  choice,
  type ConfigOf,
  type FlatConfig,
  int,
  oneOf,
  positive,
  properShare,
  text,
} from '../../base';
import { attributes, type PeopleOptions } from '../../datasets';
import { paperPretraining, type PretrainConfig, pretrainFields } from '../biographies/config';

/*
 * A GPT is pretrained on biographies and frozen; linear probes look for what it has inside, and the
 * same model is asked. Allen-Zhu & Li 2023, section 5.
 */

/** The keys of probes at places of biographies. */
export const pProbeFields = {
  probeRank: int(2, 1), // the paper's
  probeSteps: int(120, 1), // the paper's are 30,000; 300 find no more here
  probeBatch: int(50, 1), // the paper's
  probeLearningRate: positive(0.005), // five times the paper's, for far fewer steps
  probeWeightDecay: atLeastZero(0.3), // the paper's
};

/** Those of probes on names alone. */
export const qProbeFields = {
  qProbeRank: int(16, 1), // the paper's
  qProbeSteps: int(100, 1),
  qProbeBatch: int(200, 1), // the paper's
  qProbeLearningRate: positive(0.005),
};

/** Those of a finetuning on questions. */
export const askFields = {
  qaSteps: int(300), // single has learned its questions by then; 0 = none
  qaBatch: int(64, 1),
  qaLearningRate: positive(1e-3), // with 3e-4, single learns half of its questions
};

/** The keys of a run. */
export const probingFields = {
  ...pretrainFields,
  cities: int(10, 1), // few classes: a probe needs many people of each to learn it from
  universities: int(10, 1),
  majors: int(8, 1),
  employers: int(12, 1),
  companyCities: int(6, 1),
  // 'random': as initialized, the control for what the probe itself can learn
  model: choice(['pretrained', 'random'], 'pretrained'),
  probeShare: properShare(0.5), // of the people, who train the probes; the others test them
  // 36 heads over one update of the embedding, or each with its own; the paper: one head and one update
  // for the six places of an attribute
  probeTraining: choice(['joint', 'separate'], 'joint'),
  ...pProbeFields,
  // an attribute whose probe at the first place is trained separately, too
  checkAttribute: text('', (key, name) => {
    if (name !== '') oneOf(`attribute (${key})`, name, attributes);
  }),
  ...qProbeFields,
  ...askFields,
};

export type ProbingConfig = ConfigOf<typeof probingFields> & FlatConfig;
export type PProbeConfig = PretrainConfig & ConfigOf<typeof pProbeFields>;
export type AskConfig = PretrainConfig & ConfigOf<typeof askFields>;

/** What training a probe asks of a configuration. */
export type ProbeTraining = Pick<ProbingConfig, 'seed' | 'probeWeightDecay'> & PeopleOptions;
/** What Q-probes ask of it. */
export type QProbing = ProbeTraining &
  Pick<ProbingConfig, 'probeTraining'> &
  ConfigOf<typeof qProbeFields>;

/** The paper's probes after its pretraining: Allen-Zhu & Li 2023, section 5 and appendix A. */
export const paperProbing: Partial<ProbingConfig> = {
  ...paperPretraining,
  probeTraining: 'separate',
  probeSteps: 30_000,
  probeLearningRate: 1e-3,
  qProbeSteps: 30_000,
  qProbeLearningRate: 1e-3,
  qaSteps: 50_000,
  qaBatch: 48,
};

/** Steps of the finetuning on questions. */
export const questionSteps = ({ model, qaSteps }: ProbingConfig): number =>
  model === 'random' ? 0 : qaSteps;
