import {
  atLeastZero,
  choice,
  type ConfigOf,
  type Field,
  type FlatConfig,
  int,
  oneOf,
  positive,
  properShare,
  text,
} from '../../base';
import { attributes } from '../../datasets';
import {
  type PretrainConfig,
  pretrainDefaults,
  validatePretrainConfig,
} from '../../recipes/biographies/config';
import { pretrainOptimizer } from '../../recipes/biographies/pretrain';
import { probeFields } from '../../recipes/probes/config';
import { muonDefaults, type OptimizerOptions } from '../../training';

const pretrainFields = Object.fromEntries(
  Object.entries(pretrainDefaults).map(([key, value]) => [key, { value, check: () => {} }]),
) as unknown as { [K in keyof PretrainConfig as string extends K ? never : K]: Field<any> };

/** The keys of a run: a GPT pretrained on biographies, and probes on what it has inside. */
export const probingFields = {
  ...pretrainFields,
  nPeople: int(800, 1), // half of them for the probes to learn from: thirty to fifty of each class
  firstNames: int(100, 1),
  middleNames: int(100, 1),
  lastNames: int(400, 1),
  cities: int(10, 1), // few classes: a probe needs many people of each to learn it from
  universities: int(10, 1),
  majors: int(8, 1),
  employers: int(12, 1),
  companyCities: int(6, 1),
  dModel: int(128, 1),
  nLayers: int(2, 1),
  nHeads: int(4, 1),
  exposures: positive(45), // a quarter more than recall needs: names are read better by then
  pretrainSteps: int(1125, 1),
  warmupSteps: int(80),
  learningRate: positive(0.005), // of embeddings, gains and biases
  // Of the matrices between layers; 0 = AdamW for them too, as in the paper. Muon learns them in less
  // time, which leaves some for more people.
  muonLearningRate: atLeastZero(0.02),
  model: choice(['pretrained', 'random'], 'pretrained'), // 'random': as initialized, the control for what the probe itself can learn
  probeShare: properShare(0.5), // of the people, on whose biographies probes are trained; tested on the others
  ...probeFields,
  // an attribute whose probe at the first place is trained separately, too
  checkAttribute: text('', (key, name) => {
    if (name !== '') oneOf(`attribute (${key})`, name, attributes);
  }),
  qaSteps: int(300), // finetuning on questions: single has learned them by then; 0 = none
  qaBatch: int(64, 1),
  qaLearningRate: positive(1e-3), // with 3e-4, single learns half of its questions
};

export type ProbingConfig = ConfigOf<typeof probingFields> & FlatConfig;

export const checkProbing = (config: ProbingConfig): void => validatePretrainConfig(config);

/** Muon for the matrices between layers, if it has a rate, and AdamW for the rest. */
export function probingOptimizer(config: ProbingConfig): OptimizerOptions {
  const { muonLearningRate, learningRate } = config;
  const adamW = pretrainOptimizer(config);
  if (muonLearningRate === 0) return adamW;
  return { ...adamW, muon: { ...muonDefaults, rate: muonLearningRate / learningRate } };
}
