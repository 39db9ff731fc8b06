import * as tf from '@tensorflow/tfjs';
import { randomSequences, randomSequencesHash, shiftedPairs } from '../datasets';
import {
  type Compute,
  engineRecord,
  nearestBfloat16,
  type Program,
  type Tensors,
  useDevice,
} from '../engine';
import type { RunContext } from '../experiment';
import {
  gptLayout,
  gptTokenNll,
  initialParameters,
  type ParameterViews,
  validateGptConfig,
} from '../model';
import { mean } from '../stats';
import {
  inChunks,
  optimizerOf,
  schedule,
  type StepPrecision,
  train,
  type TrainingTask,
  withTraining,
} from '../training';
import { tokenModels } from './kept-models';
import {
  gptTask,
  type Likeliest,
  likeliest,
  likeliestMeasurement,
  pairInputs,
  rowLoss,
} from './model-calls';
import { endlessOrder, rowsAt } from './rows';
import {
  derivedTokens,
  rowsOf,
  type TokenConfig,
  tokenGpt,
  tokenStages,
  type TokenTraining,
  warmupSteps,
} from './token-config';

/** What the declarations of findings on random tokens have in common. */
export const onTokens = {
  settings: ['tokens'],
  derive: derivedTokens,
  check: (config: TokenConfig) => validateGptConfig(tokenGpt(config)),
  dataHash: randomSequencesHash,
  stages: tokenStages,
  models: tokenModels,
};

/** The number formats of a run: of the model's arithmetic, and of what a step keeps. */
export interface TokenPrecision {
  compute: Compute;
  step: Partial<StepPrecision>;
  fixedGains?: boolean; // keeps the LayerNorms' gains at 1, where they begin
}

/** A model and its dataset, ready to be trained and measured. */
export interface TokenRun {
  program: Program;
  params: number;
  /** Trains from the start or from the checkpoint; returns the losses, [steps]. */
  train(record?: Record<string, Float32Array>): Promise<Float32Array>;
  /** Mean negative log-likelihood in nats over the whole dataset, of the parameters as they are. */
  meanNll(compute?: Compute): number;
  /**
   * What the model says at every place of sequences [n, S], of the dataset or not, in float32:
   * [n, S - 1] each. Throws where `withTokens` was not told that it would be asked.
   */
  says(sequences: Int32Array): Likeliest;
}

const MEASURE_TOKENS = 1 << 16; // tokens of one evaluation call, which bounds its memory
const MEASURE_LOGITS = 1 << 22; // of one call that holds them all

/** What a run on tokens is beside its configuration; by default in float32. */
export interface TokenOptions extends Partial<TokenPrecision> {
  measureIn?: readonly Compute[]; // the arithmetics in which the likelihood can be measured
  /** Whether `body` calls `says`, which costs capturing a function more; default false. */
  asks?: boolean;
  /** The dataset [nSequences * S], row after row; default: uniformly random ones. */
  sequences?: Int32Array;
}

/**
 * Makes the model and the dataset of a run for `body`. Rejects as `body` does.
 */
export function withTokens<T>(
  config: TokenTraining & { muonLearningRate?: number },
  context: RunContext,
  body: (run: TokenRun) => Promise<T>,
  {
    compute = 'float32',
    step = {},
    fixedGains = false,
    measureIn = ['float32'],
    asks = false,
    sequences = randomSequences(config),
  }: TokenOptions = {},
): Promise<T> {
  useDevice(context.device);
  const { storage = 'float32', noise: source = 'drawn' } = step;
  const { nSequences, seed } = config;
  const { tokens, targets } = shiftedPairs(sequences, config.seqLength);
  const gpt = { ...tokenGpt(config), compute };
  const length = config.seqLength - 1; // predicted tokens of a sequence
  const rows = rowsOf(config);
  const measureRows = Math.min(nSequences, Math.max(1, Math.floor(MEASURE_TOKENS / length)));
  const saidRows = Math.max(1, Math.floor(MEASURE_LOGITS / (length * config.vocabSize)));
  const optimizer = optimizerOf(config);
  const initial = initialParameters(gptLayout(gpt), config.nLayers, seed);
  const theta = storage === 'float32' ? initial : nearestBfloat16(initial);
  const likelihood = (compute: Compute) => ({
    inputs: pairInputs(measureRows, length),
    run(p: ParameterViews, inputs: Tensors) {
      const { tokens, targets } = inputs as Record<string, tf.Tensor2D>;
      return { nll: gptTokenNll(p, tokens, targets, { ...gpt, compute }) };
    },
  });
  const task: TrainingTask = {
    ...gptTask(gpt, theta, pairInputs(rows, length)),
    loss: (p, batch) => rowLoss(fixedGains ? withFixedGains(p) : p, batch, gpt),
    measurements: {
      ...Object.fromEntries(measureIn.map((one) => [nllIn(one), likelihood(one)])),
      ...(asks && {
        likeliest: likeliestMeasurement(saidRows, length, { ...gpt, compute: 'float32' }),
      }),
    },
  };
  const learningRate = schedule({
    shape: config.schedule,
    peak: config.learningRate,
    steps: config.steps,
    warmup: warmupSteps(config),
    final: config.finalShare,
  });
  const ofProgram = async (program: Program): Promise<T> => {
    const batches = tokenBatches(tokens, targets, { length, rows, nSequences, seed });
    try {
      return await body({
        program,
        params: theta.length,
        async train(record) {
          const losses = await train(program, {
            steps: config.steps,
            optimizer,
            learningRate,
            batch: batches.at,
            noise:
              storage === 'bfloat16-stochastic' ? { source, size: theta.length, seed } : undefined,
            record,
            onStep: ({ step, steps, loss }) =>
              context.onProgress({ step, totalSteps: steps, loss }),
            signal: context.signal,
            checkpoint: context.checkpoints?.('', JSON.stringify(config)),
          });
          context.keepModel?.('trained', program.read('theta'), engineRecord(program));
          return losses;
        },
        meanNll(compute = gpt.compute) {
          const pairs = { tokens, targets };
          const { nll } = inChunks(program, nllIn(compute), pairs, nSequences, measureRows);
          return mean(nll);
        },
        says(sequences) {
          const pairs = shiftedPairs(sequences, config.seqLength);
          const given = { ...pairs, rows: sequences.length / config.seqLength };
          return likeliest(program, 'likeliest', given, saidRows);
        },
      });
    } finally {
      batches.dispose();
    }
  };
  return withTraining(task, optimizer, ofProgram, step);
}

/** The same parameters, but gains are 1 whatever they are, and have no gradient to move them. */
function withFixedGains(p: ParameterViews): ParameterViews {
  const fixed = Object.entries(p).map(([name, tensor]) => [
    name,
    name.endsWith('.gain') ? tensor.mul(0).add(1) : tensor,
  ]);
  return Object.fromEntries(fixed) as ParameterViews;
}

/** The program's function that measures the likelihood in an arithmetic. */
const nllIn = (compute: Compute): string => `nll-${compute}`;

/**
 * The batches of a dataset [nSequences, length] by the number of the step: always the same one where
 * a step takes all rows, else those of an order drawn anew for every epoch, of which an incomplete
 * last batch is left out.
 */
function tokenBatches(
  tokens: Int32Array,
  targets: Int32Array,
  of: { length: number; rows: number; nSequences: number; seed: number },
): { at(step: number): Record<string, tf.Tensor | Int32Array>; dispose(): void } {
  const { length, rows, nSequences, seed } = of;
  if (rows === nSequences) {
    const shape: [number, number] = [rows, length];
    const whole = {
      tokens: tf.tensor2d(tokens, shape, 'int32'),
      targets: tf.tensor2d(targets, shape, 'int32'),
    };
    return { at: () => whole, dispose: () => tf.dispose(whole) };
  }
  const perEpoch = Math.floor(nSequences / rows);
  const next = endlessOrder(nSequences, seed, 'epoch-order');
  return {
    at(step) {
      const picked = next(
        Math.floor(step / perEpoch) * nSequences + (step % perEpoch) * rows,
        rows,
      );
      return { tokens: rowsAt(tokens, picked, length), targets: rowsAt(targets, picked, length) };
    },
    dispose: () => {},
  };
}
