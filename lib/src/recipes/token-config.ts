import { atLeastZero, choice, type ConfigOf, type FlatConfig, int, positive, share } from '../base';
import type { Stage } from '../experiment';
import { scaleOfSequences, sequencesForScale } from '../datasets';
import { type GptConfig, gptParameterCount, validateGptConfig } from '../model';

/*
 * A GPT trained on uniformly random sequences, of which nothing can be known but by heart.
 * Morris et al. 2025, section 3.
 */

/** The keys of such a run. */
export const tokenFields = {
  dModel: int(16, 1),
  nLayers: int(1, 1),
  nHeads: int(4, 1), // heads of 4 dimensions: many small heads store more in a short run
  vocabSize: int(128, 2), // the paper's 2048 makes the smallest model 80k parameters
  seqLength: int(16, 2), // the paper's is 64; bits per parameter do not depend on it
  nSequences: int(217, 1),
  datasetScale: positive(1.2), // nSequences in units of 3.6 bits per parameter, for labels and figures
  batchSize: int(0), // sequences a step; 0 = all: without gradient noise a run needs fewer steps
  steps: int(600, 1),
  learningRate: positive(0.04), // ten times what is usual: with little time, a lower rate stores far less
  schedule: choice(['cosine', 'linear', 'constant'], 'cosine'), // a constant rate stores less in a short run
  warmupShare: share(0.05),
  finalShare: share(0.01), // last learning rate as a share of the first
  beta1: share(0.9),
  beta2: share(0.99),
  clipNorm: atLeastZero(0),
  seed: int(1),
};

export type TokenConfig = ConfigOf<typeof tokenFields> & FlatConfig;

/** The same where the number of sequences is given and no scale: what a training needs. */
export type TokenTraining = ConfigOf<Omit<typeof tokenFields, 'datasetScale'>> & FlatConfig;

/** The model of a run: GPT-2 block, learned positions, tied head, no dropout. */
export function tokenGpt(config: TokenTraining): GptConfig {
  const { dModel, nLayers, nHeads, vocabSize, seqLength } = config;
  const size = { dModel, nLayers, nHeads, vocabSize, seqLength };
  return { ...size, positions: 'learned', mask: 'causal', compute: 'float32' };
}

const HEAD_DIM = 4;
const WIDE = 16; // up to this width the learning rate needs no scaling

/** What follows from the model's width. */
export const byWidth = ({ dModel }: TokenTraining, given: Partial<TokenTraining>) => ({
  nHeads: given.nHeads ?? Math.max(1, dModel / HEAD_DIM),
  learningRate: tokenFields.learningRate.value * Math.min(1, Math.sqrt(WIDE / dModel)),
});

/**
 * What follows from the model's width, and of the dataset's scale and its number of sequences the one
 * that is not given. Throws where there is no such model.
 */
export function derivedTokens(
  config: TokenConfig,
  given: Partial<TokenConfig>,
): Partial<TokenConfig> {
  const { nHeads, learningRate } = byWidth(config, given);
  const gpt = { ...tokenGpt(config), nHeads };
  validateGptConfig(gpt);
  const params = gptParameterCount(gpt);
  if (given.nSequences === undefined) {
    const nSequences = sequencesForScale(config.datasetScale, params, config);
    return { nHeads, learningRate, nSequences };
  }
  const datasetScale = given.datasetScale ?? scaleOfSequences(config, params);
  return { nHeads, learningRate, datasetScale };
}

/**
 * The models of the paper's Table 1. Its 10^6 steps of batch 2048 are out of reach; 50,000 at a
 * constant 1e-3 is what an independent reproduction needed to come to the plateau.
 */
export const table1 = {
  sizes: { nLayers: [1, 2, 4, 8], dModel: [32, 64, 128, 256] },
  tokens: { vocabSize: 2048, seqLength: 64 },
  training: {
    nHeads: 4,
    batchSize: 2048,
    steps: 50_000,
    learningRate: 1e-3,
    schedule: 'constant' as const,
    warmupShare: 0.01,
  },
};

/** Sequences of a step. */
export const rowsOf = ({ batchSize, nSequences }: TokenTraining): number =>
  batchSize === 0 ? nSequences : Math.min(batchSize, nSequences);

/** The one training of a run. */
export const tokenStages = (config: TokenTraining): Stage[] => [
  {
    name: 'train',
    steps: config.steps,
    tokens: rowsOf(config) * config.seqLength,
    params: gptParameterCount(tokenGpt(config)),
  },
];

/** Updates over which the learning rate climbs. */
export const warmupSteps = ({ warmupShare, steps }: TokenTraining): number =>
  Math.round(warmupShare * steps);
