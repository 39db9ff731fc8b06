import * as tf from '@tensorflow/tfjs';
import {
  type Compute,
  createProgram,
  nearestBfloat16,
  permutation,
  type Program,
  randomStream,
} from '../../engine';
import { randomSequences, shiftedPairs } from '../../datasets';
import {
  gptLayout,
  gptLoss,
  gptTokenNll,
  initialParameters,
  layoutSize,
  type ParameterViews,
} from '../../model';
import {
  adamWDefaults,
  schedule,
  type StepPrecision,
  train,
  trainingProgram,
} from '../../training';
import type { RunContext } from '../finding';
import { type CapacityConfig, gptConfigOf } from './config';

const MEASURE_TOKENS = 1 << 16; // tokens of one evaluation call, which bounds its memory

/** The number formats of a run: of the model's arithmetic, and of what a step keeps. */
export interface TrainerPrecision {
  compute: Compute;
  step: Partial<StepPrecision>;
  measureIn: readonly Compute[]; // the arithmetics in which the likelihood can be measured
  fixedGains?: boolean; // keeps the LayerNorms' gains at 1, where they begin
}

const EXACT: TrainerPrecision = { compute: 'float32', step: {}, measureIn: ['float32'] };

export interface Trainer {
  program: Program;
  params: number;
  /** Trains from the start or from the context's checkpoint; returns the losses, [steps]. */
  train(context: RunContext, record?: Record<string, Float32Array>): Promise<Float32Array>;
  /** Mean negative log-likelihood in nats over the whole dataset, of the parameters as they are. */
  meanNll(compute?: Compute): number;
  dispose(): void;
}

/**
 * A model and its dataset, ready to be trained and measured. The caller disposes it.
 * Needs TensorFlow loaded.
 */
export function makeTrainer(
  config: CapacityConfig,
  { compute, step: stepPrecision, measureIn, fixedGains = false }: TrainerPrecision = EXACT,
): Trainer {
  const { tokens, targets } = shiftedPairs(randomSequences(config), config.seqLength);
  const gpt = { ...gptConfigOf(config), compute };
  const layout = gptLayout(gpt);
  const { nSequences, seed, beta1, beta2, clipNorm } = config;
  const length = config.seqLength - 1; // predicted tokens of a sequence
  const rows = config.batchSize === 0 ? nSequences : Math.min(config.batchSize, nSequences);
  const measureRows = Math.min(nSequences, Math.max(1, Math.floor(MEASURE_TOKENS / length)));
  const pairs = (n: number) => ({
    tokens: { shape: [n, length], dtype: 'int32' as const },
    targets: { shape: [n, length], dtype: 'int32' as const },
  });
  const { storage = 'float32' } = stepPrecision;
  const optimizer = { ...adamWDefaults, beta1, beta2, clipNorm };
  const initial = initialParameters(layout, config.nLayers, seed);
  const spec = trainingProgram(
    {
      layout,
      theta: storage === 'float32' ? initial : nearestBfloat16(initial),
      batch: pairs(rows),
      loss: (p, { tokens, targets }) =>
        gptLoss(
          fixedGains ? withFixedGains(p) : p,
          tokens as tf.Tensor2D,
          targets as tf.Tensor2D,
          null,
          gpt,
        ),
      measurements: Object.fromEntries(
        measureIn.map((compute) => [
          nllIn(compute),
          {
            inputs: pairs(measureRows),
            run: (p, { tokens, targets }) => ({
              nll: gptTokenNll(p, tokens as tf.Tensor2D, targets as tf.Tensor2D, {
                ...gpt,
                compute,
              }),
            }),
          },
        ]),
      ),
    },
    optimizer,
    stepPrecision,
  );
  const program = createProgram(spec);
  tf.dispose(spec.state);
  const whole = rows === nSequences;
  const shape: [number, number] = [rows, length];
  const fixed = whole
    ? { tokens: tf.tensor2d(tokens, shape, 'int32'), targets: tf.tensor2d(targets, shape, 'int32') }
    : null;
  const perEpoch = Math.floor(nSequences / rows); // an incomplete last batch waits for its next shuffle
  const batch = (step: number): Record<string, tf.Tensor | Int32Array> => {
    if (fixed) return fixed;
    const epoch = Math.floor(step / perEpoch);
    const order = epochOrder(nSequences, seed, epoch);
    const picked = order.subarray((step % perEpoch) * rows, ((step % perEpoch) + 1) * rows);
    return { tokens: pick(tokens, picked, length), targets: pick(targets, picked, length) };
  };
  return {
    program,
    params: layoutSize(layout),
    train: (context, record) =>
      train(program, {
        steps: config.steps,
        optimizer,
        learningRate: schedule({
          shape: config.schedule as 'cosine',
          peak: config.learningRate,
          steps: config.steps,
          warmup: warmupSteps(config),
          final: config.finalShare,
        }),
        batch,
        noise: storage === 'bfloat16-stochastic' ? { size: layoutSize(layout), seed } : undefined,
        record,
        onStep: ({ step, steps, loss }) => context.onProgress({ step, totalSteps: steps, loss }),
        signal: context.signal,
        checkpoint: context.checkpointFile
          ? { file: context.checkpointFile, fingerprint: JSON.stringify(config) }
          : undefined,
      }),
    meanNll(compute = gpt.compute) {
      let sum = 0;
      for (let start = 0; start < nSequences; start += measureRows) {
        // the last call is filled up with rows that were counted already, and does not count them
        const first = Math.min(start, nSequences - measureRows);
        const part = (values: Int32Array): Int32Array =>
          values.subarray(first * length, (first + measureRows) * length);
        const { nll } = program.call(nllIn(compute), {
          tokens: part(tokens),
          targets: part(targets),
        });
        for (let i = (start - first) * length; i < nll.length; i++) sum += nll[i];
      }
      return sum / (nSequences * length);
    },
    dispose() {
      program.dispose();
      tf.dispose(fixed ?? {});
    },
  };
}

/** The same parameters, but gains are 1 whatever they are, and have no gradient to move them. */
function withFixedGains(p: ParameterViews): ParameterViews {
  const fixed = Object.entries(p).map(([name, tensor]) => [
    name,
    name.endsWith('.gain') ? tensor.mul(0).add(1) : tensor,
  ]);
  return Object.fromEntries(fixed) as ParameterViews;
}

/** Updates over which the learning rate climbs. */
export function warmupSteps({ warmupShare, steps }: CapacityConfig): number {
  return Math.round(warmupShare * steps);
}

/** The program's function that measures the likelihood in an arithmetic. */
function nllIn(compute: Compute): string {
  return `nll-${compute}`;
}

let lastOrder: { key: string; order: Int32Array } | null = null;

/** The order of the sequences in an epoch; kept until the next one is asked for. */
function epochOrder(nSequences: number, seed: number, epoch: number): Int32Array {
  const key = `${nSequences}/${seed}/${epoch}`;
  if (lastOrder?.key !== key) {
    const order = permutation(nSequences, randomStream(seed, 'epoch-order', epoch));
    lastOrder = { key, order };
  }
  return lastOrder.order;
}

function pick(values: Int32Array, rows: Int32Array, length: number): Int32Array {
  const result = new Int32Array(rows.length * length);
  rows.forEach((row, i) => {
    result.set(values.subarray(row * length, (row + 1) * length), i * length);
  });
  return result;
}
