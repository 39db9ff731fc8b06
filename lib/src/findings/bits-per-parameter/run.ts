import * as tf from '@tensorflow/tfjs';
import {
  createProgram,
  engineRecord,
  loadTensorFlow,
  permutation,
  type Program,
  randomStream,
} from '../../engine';
import { randomSequences, shiftedPairs } from '../../datasets';
import { datasetBits, memorizedBits } from '../../measure';
import { gptLayout, gptLoss, gptTokenNll, initialParameters, layoutSize } from '../../model';
import { adamWDefaults, schedule, train, trainingProgram } from '../../training';
import type { RunContext, RunOutcome } from '../finding';
import { type CapacityConfig, gptConfigOf, validateCapacityConfig } from './config';

/** What one run yields. Bits are in the paper's counting unless `Scored` is said. */
export interface CapacityMeasurements {
  params: number;
  datasetBits: number;
  memorizedBits: number;
  datasetBitsScored: number; // over the S - 1 predicted tokens of each sequence
  memorizedBitsScored: number;
  bitsPerParameter: number; // memorizedBits / params: the capacity only if the dataset is large enough
  finalLoss: number; // nats per predicted token, after the last update, over the whole dataset
}

const MEASURE_TOKENS = 1 << 16; // tokens of one evaluation call, which bounds its memory

/** Trains one model on one dataset and counts the bits that it memorized. */
export async function runCapacity(
  config: CapacityConfig,
  context: RunContext,
): Promise<RunOutcome<CapacityMeasurements>> {
  validateCapacityConfig(config);
  loadTensorFlow({ device: context.device });
  const data = shiftedPairs(randomSequences(config), config.seqLength);
  const trainer = makeTrainer(config, data);
  try {
    const { program, optimizer } = trainer;
    const losses = await train(program, {
      steps: config.steps,
      optimizer,
      learningRate: schedule({
        shape: config.schedule as 'cosine',
        peak: config.learningRate,
        steps: config.steps,
        warmup: Math.round(config.warmupShare * config.steps),
        final: config.finalShare,
      }),
      batch: trainer.batch,
      onStep: ({ step, steps, loss }) => context.onProgress({ step, totalSteps: steps, loss }),
      signal: context.signal,
      checkpoint: context.checkpointFile
        ? { file: context.checkpointFile, fingerprint: JSON.stringify(config), everySeconds: 20 }
        : undefined,
    });
    const finalLoss = trainer.meanNll();
    const bits = (loss: number): number => memorizedBits(loss, config, 'paper');
    return {
      measurements: {
        params: trainer.params,
        datasetBits: datasetBits(config, 'paper'),
        memorizedBits: bits(finalLoss),
        datasetBitsScored: datasetBits(config, 'scored'),
        memorizedBitsScored: memorizedBits(finalLoss, config, 'scored'),
        bitsPerParameter: bits(finalLoss) / trainer.params,
        finalLoss,
      },
      curves: {
        memorized: {
          x: [...Array.from(losses, (_, step) => step), config.steps],
          y: [...Array.from(losses, bits), bits(finalLoss)],
          xLabel: 'training step',
          yLabel: 'memorized bits',
        },
      },
      engine: engineRecord(program),
    };
  } finally {
    trainer.dispose();
  }
}

interface Trainer {
  program: Program;
  optimizer: typeof adamWDefaults;
  params: number;
  batch(step: number): Record<string, tf.Tensor | Int32Array>;
  /** Mean negative log-likelihood in nats over the whole dataset. */
  meanNll(): number;
  dispose(): void;
}

function makeTrainer(
  config: CapacityConfig,
  { tokens, targets }: { tokens: Int32Array; targets: Int32Array },
): Trainer {
  const gpt = gptConfigOf(config);
  const layout = gptLayout(gpt);
  const { nSequences, seed, beta1, beta2, clipNorm } = config;
  const length = config.seqLength - 1; // predicted tokens of a sequence
  const rows = config.batchSize === 0 ? nSequences : Math.min(config.batchSize, nSequences);
  const measureRows = Math.min(nSequences, Math.max(1, Math.floor(MEASURE_TOKENS / length)));
  const pairs = (n: number) => ({
    tokens: { shape: [n, length], dtype: 'int32' as const },
    targets: { shape: [n, length], dtype: 'int32' as const },
  });
  const optimizer = { ...adamWDefaults, beta1, beta2, clipNorm };
  const spec = trainingProgram(
    {
      layout,
      theta: initialParameters(layout, config.nLayers, seed),
      batch: pairs(rows),
      loss: (p, batch) =>
        gptLoss(p, batch.tokens as tf.Tensor2D, batch.targets as tf.Tensor2D, null, gpt),
      measurements: {
        nll: {
          inputs: pairs(measureRows),
          run: (p, { tokens, targets }) => ({
            nll: gptTokenNll(p, tokens as tf.Tensor2D, targets as tf.Tensor2D, gpt),
          }),
        },
      },
    },
    optimizer,
  );
  const program = createProgram(spec);
  tf.dispose(spec.state);
  const whole = rows === nSequences;
  const shape: [number, number] = [rows, length];
  const fixed = whole
    ? { tokens: tf.tensor2d(tokens, shape, 'int32'), targets: tf.tensor2d(targets, shape, 'int32') }
    : null;
  const perEpoch = Math.floor(nSequences / rows); // an incomplete last batch waits for its next shuffle
  return {
    program,
    optimizer,
    params: layoutSize(layout),
    batch(step) {
      if (fixed) return fixed;
      const epoch = Math.floor(step / perEpoch);
      const order = epochOrder(nSequences, seed, epoch);
      const picked = order.subarray((step % perEpoch) * rows, ((step % perEpoch) + 1) * rows);
      return { tokens: pick(tokens, picked, length), targets: pick(targets, picked, length) };
    },
    meanNll() {
      let sum = 0;
      for (let start = 0; start < nSequences; start += measureRows) {
        // the last call is filled up with rows that were counted already, and does not count them
        const first = Math.min(start, nSequences - measureRows);
        const part = (values: Int32Array): Int32Array =>
          values.subarray(first * length, (first + measureRows) * length);
        const { nll } = program.call('nll', { tokens: part(tokens), targets: part(targets) });
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
