import {
  added,
  atLeastZero,
  belowOne,
  choice,
  type ConfigOf,
  type FlatConfig,
  int,
  positive,
  properShare,
  share,
  text,
} from '../../base';
import {
  augmentationOf,
  makeTokenizer,
  paperPeople,
  templateStyles,
  validatePeopleOptions,
  type WordTokenizer,
} from '../../datasets';
import { type GptConfig, validateGptConfig } from '../../model';
import { shownBeside } from './company';
import { biographyTokens } from './tokens';

/*
 * A GPT pretrained on biographies of people who do not exist: shared by the findings about what comes
 * of it. Allen-Zhu & Li 2023, section 2 and appendix A.
 */

/** Stands for a word that is to be said. */
export const MASK = '<mask>';

/** How many people there are, and from how many words their names and values are drawn. */
export const peopleFields = {
  nPeople: int(800, 1), // half of them can be learned from: with 60, next to nothing is learned about the others
  firstNames: int(100, 1),
  middleNames: int(100, 1),
  lastNames: int(400, 1),
  months: int(12, 1),
  days: int(28, 1),
  years: int(50, 1),
  cities: int(100, 1), // large pools of values: with a dozen each, little is extracted
  universities: int(100, 1),
  majors: int(50, 1),
  employers: int(60, 1),
  companyCities: int(30, 1),
  sharedSecondWord: added(int(0)), // values of these pools of two words, the second shared by so many
};

/** The keys of pretraining on their biographies. */
export const pretrainFields = {
  // the paper's name of the augmentation
  data: text('multi5+permute', (_, name) => void augmentationOf(name)),
  templates: choice(templateStyles, 'short'), // a sentence of seven words: the paper's are twice as long
  ...peopleFields,
  windowLength: int(0), // 0 = one biography a row; else windows of so many tokens, joined at the end token
  leadIn: int(0), // most words of another biography before each row; 0 = rows start with a name
  hiddenShare: added(share(0)), // of the values in a biography that the model does not get to read
  hidden: added(choice(['values', 'template words'], 'values')), // or as many words of the templates
  objective: added(choice(['next word', 'masked words'], 'next word')), // or full attention
  maskShare: added(properShare(0.15)), // of the words, of masked words; the paper's
  maskUnit: added(choice(['word', 'value'], 'word')), // what is masked at once: the paper's, or values whole
  dModel: int(128, 1), // wide and shallow: the middle arms need it
  nLayers: int(2, 1),
  nHeads: int(4, 1),
  rotaryShare: added(share(1)), // of the pairs of a head, those that positions turn
  dropout: added(belowOne(0)), // of embeddings and of what blocks add, in pretraining
  exposures: positive(45), // biographies shown of each person; a quarter more than recall needs
  pretrainSteps: int(1125, 1),
  batchSize: int(32, 1), // rows or windows a step
  learningRate: positive(0.005), // of embeddings, gains and biases; five times the paper's, for less time
  // Of the matrices between layers; 0 = AdamW for them too, as in the paper. Muon learns them in less
  // time, which leaves some for more people.
  muonLearningRate: atLeastZero(0.02),
  warmupSteps: int(80),
  finalShare: share(0.05),
  beta1: share(0.9),
  beta2: share(0.98),
  epsilon: positive(1e-8),
  weightDecay: atLeastZero(0.1),
  clipNorm: atLeastZero(1),
  seed: int(1),
};

export type PretrainConfig = ConfigOf<typeof pretrainFields> & FlatConfig;

/** The paper's people, model and pretraining: Allen-Zhu & Li 2023, section 2 and appendix A. */
export const paperPretraining: Partial<PretrainConfig> = {
  ...paperPeople,
  templates: 'natural',
  windowLength: 512,
  leadIn: 0,
  dModel: 768,
  nLayers: 12,
  nHeads: 12,
  exposures: 711, // in so many steps, of biographies shorter than the paper's, which are 539
  pretrainSteps: 80_000,
  batchSize: 96,
  learningRate: 1e-3,
  muonLearningRate: 0,
  warmupSteps: 1000,
  finalShare: 0.1,
  beta2: 0.999, // the paper names no betas: AdamW's own
  epsilon: 1e-6,
};

/** Whether a model reads whole texts and says the words that are masked, as BERT does. */
export const isMasked = ({ objective }: Pick<PretrainConfig, 'objective'>): boolean =>
  objective === 'masked words';

/** The tokenizer of a run, with `more` words after those of biographies and questions. */
export const tokenizerOf = (config: PretrainConfig, more: readonly string[] = []): WordTokenizer =>
  makeTokenizer(config, config.templates, [...more, ...(isMasked(config) ? [MASK] : [])]);

/** The model of a run: GPT-2 block, rotary positions, tied head. */
export function biographyGpt(
  config: Pick<PretrainConfig, 'dModel' | 'nLayers' | 'nHeads' | 'rotaryShare' | 'objective'>,
  size: Pick<GptConfig, 'vocabSize' | 'seqLength'>,
): GptConfig {
  const { dModel, nLayers, nHeads, rotaryShare } = config;
  const mask = isMasked(config) ? 'bidirectional' : 'causal';
  const model = { ...size, dModel, nLayers, nHeads, positions: 'rotary', mask } as const;
  // all pairs is left unsaid, as in models that were kept before there was a choice
  return { ...model, ...(rotaryShare !== 1 && { rotaryShare }), compute: 'float32' };
}

/** Biographies in a step: a row is one, and a window holds as many as it has room for on average. */
const biographiesPerStep = (config: PretrainConfig): number =>
  config.batchSize * (config.windowLength ? config.windowLength / biographyTokens(config) : 1);

/** Steps in which rows or windows show every person so many times. */
export const stepsForExposures = (config: PretrainConfig): number =>
  Math.ceil(
    (config.exposures * (config.nPeople + shownBeside(config))) / biographiesPerStep(config),
  );

/** Biographies of each person that the steps of a configuration show. */
export const exposuresIn = (config: PretrainConfig): number =>
  (config.pretrainSteps * biographiesPerStep(config)) / (config.nPeople + shownBeside(config));

/** Biographies of each person that have been shown after so many steps. */
export const exposuresAfter = (step: number, config: PretrainConfig): number =>
  (config.exposures * step) / config.pretrainSteps;

/** What has to hold between keys. Throws an error naming the key. */
export function validatePretrainConfig(config: PretrainConfig): void {
  validatePeopleOptions(config);
  validateGptConfig(biographyGpt(config, { vocabSize: 2, seqLength: 1 })); // words: from the pools
  if (config.hiddenShare > 0 && config.leadIn + config.windowLength > 0) {
    throw new RangeError('hiddenShare is for rows without windowLength and leadIn.');
  }
  if (isMasked(config) && config.hiddenShare + config.leadIn > 0) {
    throw new RangeError('Masked words (objective) go without hiddenShare and leadIn.');
  }
  if (config.maskUnit === 'value' && (!isMasked(config) || config.windowLength > 0)) {
    throw new RangeError('maskUnit = value is for masked words in rows without windowLength.');
  }
  if (config.leadIn > 0 && config.windowLength > 0) {
    throw new RangeError(
      'leadIn is for rows: windows (windowLength above 0) have a context already.',
    );
  }
}
