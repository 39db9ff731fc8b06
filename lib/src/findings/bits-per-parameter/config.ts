import {
  type FlatConfig,
  oneOf,
  type ProfileName,
  requireInteger,
  requirePositive,
  requireShare,
  withDefaults,
} from '../../engine';
import { sequencesForScale } from '../../measure';
import { type GptConfig, gptParameterCount, validateGptConfig } from '../../model';

/** One run: a GPT trained on one dataset of random sequences. */
export interface CapacityConfig extends FlatConfig {
  dModel: number;
  nLayers: number;
  nHeads: number;
  vocabSize: number;
  seqLength: number;
  nSequences: number;
  datasetScale: number;
  batchSize: number;
  steps: number;
  learningRate: number;
  schedule: string;
  warmupShare: number;
  finalShare: number;
  beta1: number;
  beta2: number;
  clipNorm: number;
  seed: number;
}

export const capacityDefaults: CapacityConfig = {
  dModel: 16,
  nLayers: 1,
  nHeads: 4, // heads of 4 dimensions: many small heads store more in a short run
  vocabSize: 128, // the paper's 2048 makes the smallest model 80k parameters
  seqLength: 16, // the paper's is 64; bits per parameter do not depend on it
  nSequences: 216,
  datasetScale: 1.2, // nSequences in units of 3.6 bits per parameter, for labels and figures
  batchSize: 0, // sequences a step; 0 = all: without gradient noise a run needs fewer steps
  steps: 600,
  learningRate: 0.04, // ten times what is usual: with little time, a lower rate stores far less
  schedule: 'cosine', // stores more than a constant rate when the run is short
  warmupShare: 0.05,
  finalShare: 0.01, // last learning rate as a share of the first
  beta1: 0.9,
  beta2: 0.99,
  clipNorm: 0,
  seed: 1,
};

/** The model of a run: GPT-2 block, learned positions, tied head, no dropout. */
export function gptConfigOf(config: CapacityConfig): GptConfig {
  const { dModel, nLayers, nHeads, vocabSize, seqLength } = config;
  return {
    dModel,
    nLayers,
    nHeads,
    vocabSize,
    seqLength,
    positions: 'learned',
    mask: 'causal',
    compute: 'float32',
  };
}

export function validateCapacityConfig(config: CapacityConfig): void {
  withDefaults('bits-per-parameter', capacityDefaults, config);
  validateGptConfig(gptConfigOf(config));
  requireInteger('seqLength', config.seqLength, 2);
  requireInteger('nSequences', config.nSequences, 1);
  requireInteger('batchSize', config.batchSize, 0);
  requireInteger('steps', config.steps, 1);
  requirePositive('datasetScale', config.datasetScale);
  requirePositive('learningRate', config.learningRate);
  requireInteger('seed', config.seed, 0);
  oneOf('schedule', config.schedule, ['cosine', 'linear', 'constant'] as const);
  for (const key of ['warmupShare', 'finalShare', 'beta1', 'beta2'] as const) {
    requireShare(key, config[key]);
  }
}

/** Tokens of all batches of a run together. */
export function trainedTokens(config: CapacityConfig): number {
  const { batchSize, nSequences, seqLength, steps } = config;
  const rows = batchSize === 0 ? nSequences : Math.min(batchSize, nSequences);
  return steps * rows * seqLength;
}

/** What a run costs in relation to others: tokens trained times parameters. */
export const trainingCost = (config: CapacityConfig): number =>
  trainedTokens(config) * gptParameterCount(gptConfigOf(config));

const HEAD_DIM = 4;
const WIDE = 16; // up to this width the learning rate needs no scaling

/** Fills in what follows from the model's width and the dataset's scale. Throws on unknown keys. */
export function capacityConfig(overrides: Partial<CapacityConfig>): CapacityConfig {
  const { dModel } = withDefaults('bits-per-parameter', capacityDefaults, overrides);
  const config = withDefaults('bits-per-parameter', capacityDefaults, {
    nHeads: Math.max(1, dModel / HEAD_DIM),
    learningRate: capacityDefaults.learningRate * Math.min(1, Math.sqrt(WIDE / dModel)),
    ...overrides,
  });
  if (overrides.nSequences === undefined) {
    validateGptConfig(gptConfigOf(config));
    const nParameters = gptParameterCount(gptConfigOf(config));
    config.nSequences = sequencesForScale(config.datasetScale, nParameters, config);
  }
  return config;
}

const SCALES = [0.3, 0.6, 1.2, 2.4]; // two below the capacity, two above it
const WIDTHS = [8, 12, 20, 32]; // 2,040 to 17,376 parameters, about evenly spaced by factors

function grid(
  widths: number[],
  scales: number[],
  seeds: number[],
  common: Partial<CapacityConfig>,
): CapacityConfig[] {
  return widths.flatMap((dModel) =>
    scales.flatMap((datasetScale) =>
      seeds.map((seed) => capacityConfig({ ...common, dModel, datasetScale, seed })),
    ),
  );
}

/** The two smallest models of the paper: by far the longest runs of the sweep. */
const smallestRows = (steps: number): CapacityConfig[] =>
  [1, 2].flatMap((nLayers) =>
    grid([32], [1.2], [1], { nLayers, vocabSize: 2048, seqLength: 64, steps }),
  );

/** The sweep of a profile: sizes x dataset sizes x seeds. */
export function capacityConfigs(profile: ProfileName): CapacityConfig[] {
  switch (profile) {
    case 'quick':
      return grid(WIDTHS, SCALES, [1, 2, 3], { steps: 350 }); // 4 minutes on two cores
    case 'standard':
      return [
        ...grid(WIDTHS, SCALES, [1, 2, 3], { steps: 3000 }),
        ...[400, 1600].flatMap(smallestRows), // two lengths show what more steps would add
      ];
    case 'paper':
      // Table 1's models. The paper's 10^6 steps of batch 2048 are out of reach; 50,000 at a constant
      // 1e-3 is what an independent reproduction needed to come to the plateau.
      return [1, 2, 4, 8].flatMap((nLayers) =>
        grid([32, 64, 128, 256], [0.5, 1, 2, 4], [1, 2, 3, 4, 5], {
          nLayers,
          nHeads: 4,
          vocabSize: 2048,
          seqLength: 64,
          batchSize: 2048,
          steps: 50_000,
          learningRate: 1e-3,
          schedule: 'constant',
          warmupShare: 0.01,
          beta2: 0.999,
        }),
      );
  }
}
