import {
  added,
  atLeastZero,
  choice,
  type ConfigOf,
  type FlatConfig,
  int,
  numbersIn,
  positive,
  properShare,
  requireInteger,
  share,
  text,
} from '../../base';
import { type LoraOptions, validateLoraOptions } from '../../model';
import {
  isMasked,
  paperPretraining,
  pretrainFields,
  validatePretrainConfig,
} from '../biographies/config';
import { biographyTokens } from '../biographies/tokens';

/*
 * A model pretrained on biographies is asked about their people: after it was finetuned on questions
 * about some of them, or trained on both from the start. Allen-Zhu & Li 2023, section 3.
 */

/** The keys of such a run. */
export const questionFields = {
  ...pretrainFields,
  training: choice(['finetune', 'mixed'], 'finetune'), // biographies first, or both from the start
  questionShare: properShare(0.8), // of the tokens of mixed training; the paper's
  fitShare: properShare(0.4), // of the people: their questions are trained
  validationShare: properShare(0.1), // of the people: choose the learning rate, then are trained too
  finetuneRates: text('0.001', (key, list) => void numbersIn(key, list)),
  finetuneSteps: int(450, 1),
  finetuneBatch: int(64, 1), // questions a step
  finetuneWarmup: int(20),
  finetuneFinalShare: added(share(0.05)), // last rate over the peak
  finetuneDecay: atLeastZero(0.01), // weight decay; the paper's
  // the same for LoRA; empty = no LoRA
  loraRates: text('', (key, list) => void (list === '' || numbersIn(key, list))),
  loraSteps: int(900, 1), // twice as many: a low rank learns the questions of single more slowly
  loraRank: int(8), // the paper's
  loraEmbeddingRank: int(64), // half of the width: with a quarter, single learns its questions too slowly
  loraAlpha: positive(8),
  swapped: added(int(0)), // biographies in which name or values are swapped for another person's
  // also finetuned on the questions about so many of the people only, such as '60,125'; empty = not
  fewerAsked: added(text('', (key, list) => void (list === '' || numbersIn(key, list)))),
};

export type QuestionConfig = ConfigOf<typeof questionFields> & FlatConfig;

/** The paper's finetuning after its pretraining: Allen-Zhu & Li 2023, appendix A. */
export const paperQuestions: Partial<QuestionConfig> = {
  ...paperPretraining,
  finetuneRates: '0.001,0.0003,0.0001', // the paper's, of whose two weight decays one is taken
  loraRates: '0.0003',
  finetuneSteps: 50_000,
  loraSteps: 50_000,
  finetuneBatch: 48,
  finetuneWarmup: 0,
  finetuneFinalShare: 0.1,
  loraRank: 16,
  loraEmbeddingRank: 128,
  loraAlpha: 16,
};

/** How a pretrained model is finetuned: all of its parameters, or low-rank updates. */
export type Method = 'full' | 'lora';

/** The learning rates that a method chooses from; none where it is not used. */
export function ratesOf(method: Method, config: QuestionConfig): number[] {
  const { training, finetuneRates, loraRates } = config;
  if (training === 'mixed') return [];
  if (method === 'full') return numbersIn('finetuneRates', finetuneRates);
  return loraRates === '' ? [] : numbersIn('loraRates', loraRates);
}

/** Numbers of people, fewer than are asked about in the end, that finetuning is repeated with. */
export const fewerAskedOf = ({ fewerAsked: list }: Pick<QuestionConfig, 'fewerAsked'>): number[] =>
  list === '' ? [] : numbersIn('fewerAsked', list);

/** Throws a RangeError where more are named than are asked about in the end, of these so many. */
export function checkFewerAsked(
  config: Pick<QuestionConfig, 'fewerAsked'>,
  most: number,
  whom: 'people' | 'celebrities',
): void {
  for (const people of fewerAskedOf(config)) {
    requireInteger('fewerAsked', people, 1);
    if (people <= most) continue;
    throw new RangeError(`fewerAsked: no ${people} ${whom} are asked about in the end.`);
  }
}

export const loraOptionsOf = (config: QuestionConfig): LoraOptions => ({
  rank: config.loraRank,
  embeddingRank: config.loraEmbeddingRank,
  alpha: config.loraAlpha,
});

/** What has to hold between keys. Throws naming the key. */
export function checkQuestionConfig(config: QuestionConfig): void {
  validatePretrainConfig(config);
  const { fitShare, validationShare, loraRates, nPeople } = config;
  checkFewerAsked(config, nPeople * (fitShare + validationShare), 'people');
  if (config.training === 'mixed' && (config.swapped > 0 || config.fewerAsked !== '')) {
    throw new RangeError('swapped and fewerAsked are for training = finetune, not for mixed.');
  }
  if (isMasked(config) && (config.training === 'mixed' || config.swapped > 0)) {
    throw new RangeError('Masked words (objective) go without swapped and training = mixed.');
  }
  if (loraRates !== '') validateLoraOptions(loraOptionsOf(config), config);
  if (fitShare + validationShare >= 1) {
    throw new RangeError(
      `fitShare + validationShare = ${fitShare + validationShare} leaves nobody to hold out: ` +
        'together they must be below 1.',
    );
  }
}

const QUESTION_TOKENS = 11.2; // with the answer, on average

/** Questions beside the biographies of a batch, so that they are `questionShare` of all its tokens. */
export function questionsPerStep(config: QuestionConfig): number {
  const { batchSize, questionShare, windowLength } = config;
  const told = batchSize * (windowLength || biographyTokens(config));
  return Math.max(1, Math.round((told * questionShare) / (1 - questionShare) / QUESTION_TOKENS));
}
