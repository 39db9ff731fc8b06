import * as tf from '@tensorflow/tfjs';
import {
  createProgram,
  type EngineMode,
  type Program,
  randomStream,
} from 'memorization-kit/engine';
import {
  adamWDefaults,
  schedule,
  type StepPrecision,
  trainingProgram,
  type TrainOptions,
} from 'memorization-kit/training';

/* A tiny training: least squares, with some of the parameters frozen. */

export const SIZE = 6;
export const STEPS = 60;
export const SCALE = Float32Array.of(1, 1, 1, 2, 2, 2);

const optimizer = { ...adamWDefaults, weightDecay: 0.01 };

/** Finds w with (w * scale)_i = i, on batches that are functions of the step. */
export function regression(
  precision: Partial<StepPrecision> = {},
  { mode = 'plain', scale = SCALE }: { mode?: EngineMode; scale?: Float32Array } = {},
): Program {
  const spec = trainingProgram(
    {
      layout: [{ name: 'w', shape: [SIZE], init: 'zeros' }],
      theta: new Float32Array(SIZE).fill(0.5),
      frozen: { layout: [{ name: 'scale', shape: [SIZE], init: 'ones' }], theta: scale },
      batch: { x: { shape: [4, SIZE], dtype: 'float32' } },
      loss({ w }, { x }, { scale }) {
        const error = x.mul(w.mul(scale).sub(tf.range(0, SIZE))).sum(1);
        return error.square().mean<tf.Scalar>();
      },
      measurements: {
        product: { inputs: {}, run: ({ w }, _, { scale }) => ({ product: w.mul(scale) }) },
      },
    },
    optimizer,
    precision,
  );
  return createProgram(spec, mode);
}

export function options(changes: Partial<TrainOptions> = {}): TrainOptions {
  return {
    steps: STEPS,
    optimizer,
    learningRate: schedule({ shape: 'cosine', peak: 0.1, steps: STEPS, warmup: 5, final: 0.1 }),
    batch(step) {
      const stream = randomStream(1, 'batch', step);
      return { x: Float32Array.from({ length: 4 * SIZE }, () => stream.normal()) };
    },
    ...changes,
  };
}

/** Stops a training after so many updates; 0 = before the first. */
export function stopAfter(updates: number): Pick<TrainOptions, 'signal' | 'onStep'> {
  const stop = new AbortController();
  if (updates === 0) stop.abort();
  return { signal: stop.signal, onStep: ({ step }) => step === updates && stop.abort() };
}
