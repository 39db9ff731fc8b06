import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { createProgram, loadTensorFlow, type Program, randomStream } from 'memorization-kit/engine';
import {
  adamWDefaults,
  checkpointFiles,
  type CheckpointPlace,
  schedule,
  type StepPrecision,
  train,
  TrainingDiverged,
} from 'memorization-kit/training';
import {
  readCheckpoint,
  TrainingInterrupted,
  trainingProgram,
  type TrainOptions,
} from 'memorization-kit/training';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stopAfter } from './stop-after';

let folder: string;
beforeAll(() => {
  loadTensorFlow({ device: 'cpu', threads: 1 });
});
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-train-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const SIZE = 6;
const STEPS = 60;

/** Least squares, y = w x, on batches that are functions of the step. */
function regression(precision: Partial<StepPrecision> = {}): Program {
  const spec = trainingProgram(
    {
      layout: [{ name: 'w', shape: [SIZE], init: 'zeros' }],
      theta: new Float32Array(SIZE).fill(0.5),
      batch: { x: { shape: [4, SIZE], dtype: 'float32' } },
      loss: ({ w }, { x }) => {
        const error = x.mul(w.sub(tf.range(0, SIZE))).sum(1);
        return error.square().mean<tf.Scalar>();
      },
    },
    { ...adamWDefaults, weightDecay: 0.01 },
    precision,
  );
  return createProgram(spec, 'plain');
}

function options(changes: Partial<TrainOptions> = {}): TrainOptions {
  return {
    steps: STEPS,
    optimizer: { ...adamWDefaults, weightDecay: 0.01 },
    learningRate: schedule({ shape: 'cosine', peak: 0.1, steps: STEPS, warmup: 5, final: 0.1 }),
    batch(step) {
      const stream = randomStream(1, 'batch', step);
      return { x: Float32Array.from({ length: 4 * SIZE }, () => stream.normal()) };
    },
    ...changes,
  };
}

const checkpoint = (fingerprint = 'regression'): CheckpointPlace =>
  checkpointFiles(path.join(folder, 'run.safetensors'), 1000)('', fingerprint);

describe('training', () => {
  it('lowers the loss and calls the hook after every update', async () => {
    const steps: number[] = [];
    const losses = await train(regression(), options({ onStep: (info) => steps.push(info.step) }));
    expect(losses[STEPS - 1]).toBeLessThan(losses[0] / 5);
    expect(steps).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
  });

  it('yields identical losses when run twice', async () => {
    expect(await train(regression(), options())).toEqual(await train(regression(), options()));
  });
});

/** Stops at a step, then goes on with a new program, as a new process would. */
async function stopAndResume(
  at: number,
  precision: Partial<StepPrecision>,
  more: () => Partial<TrainOptions>,
): Promise<[Float32Array, Float32Array]> {
  const first = regression(precision);
  const stopping = { ...more(), ...stopAfter(at), checkpoint: checkpoint() };
  const stopped = train(first, options(stopping));
  const error = await stopped.catch((e: unknown) => e);
  expect(error).toBeInstanceOf(TrainingInterrupted);
  expect((error as TrainingInterrupted).step).toBe(at);
  first.dispose();
  const second = regression(precision);
  const losses = await train(second, options({ ...more(), checkpoint: checkpoint() }));
  return [losses, second.read('theta')];
}

const precisions: [string, Partial<StepPrecision>][] = [
  ['float32', {}],
  ['bfloat16-nearest', { storage: 'bfloat16-nearest' }],
  ['bfloat16-stochastic', { storage: 'bfloat16-stochastic' }],
  ['counted noise', { storage: 'bfloat16-stochastic', noise: 'counted' }],
  ['all bfloat16', { storage: 'bfloat16-stochastic', gradientAndMoments: 'bfloat16' }],
];

describe.each(precisions)('an interrupt (%s)', (_, precision) => {
  const noise: TrainOptions['noise'] =
    precision.storage === 'bfloat16-stochastic'
      ? { source: precision.noise ?? 'drawn', size: SIZE, seed: 1 }
      : undefined;

  it.each([1, 7, STEPS - 1])(
    'at step %i, then resumed, equals the uninterrupted run',
    async (at) => {
      const whole = regression(precision);
      const expected = await train(whole, options({ noise }));
      const [losses, theta] = await stopAndResume(at, precision, () => ({ noise }));
      expect(losses).toEqual(expected);
      expect(theta).toEqual(whole.read('theta'));
    },
  );

  it('keeps what was recorded before it', async () => {
    const reporting = { ...precision, reportUnchanged: true };
    const expected = new Float32Array(STEPS);
    await train(regression(reporting), options({ noise, record: { unchanged: expected } }));
    const recorded: Float32Array[] = []; // of both parts; the second has all steps
    await stopAndResume(20, reporting, () => {
      const unchanged = new Float32Array(STEPS);
      recorded.push(unchanged);
      return { noise, record: { unchanged } };
    });
    expect(recorded.at(-1)).toEqual(expected);
  });
});

describe('bad luck', () => {
  it('a loss that is not finite stops with step, rate and checkpoint', async () => {
    const poisoned = options({
      batch: (step) => ({ x: new Float32Array(4 * SIZE).fill(step === 9 ? 1e30 : 0.1) }),
    });
    const error = await train(regression(), poisoned).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TrainingDiverged);
    expect((error as Error).message).toMatch(
      /loss became Infinity at step 10 with a learning rate of 0\.09\d+\. There is no checkpoint/,
    );
  });

  it('a gradient that is not finite stops before it spoils the parameters', async () => {
    const program = regression();
    const poisoned = options({
      // the error's square is still a float32 number, the squares of its gradient are not
      batch: (step) => ({ x: new Float32Array(4 * SIZE).fill(step === 9 ? 1e17 : 0.1) }),
    });
    await expect(train(program, poisoned)).rejects.toThrow(
      /norm of the gradient became Infinity at step 10 with a learning rate of 0\.09/,
    );
  });

  it('parameters that are not finite are never written, nor handed on after the last step', async () => {
    const spoiled = (keep: boolean): TrainOptions =>
      options({
        checkpoint: checkpoint(),
        learningRate: (step) => (step === STEPS - 1 ? 1e300 : 0.1),
        ...(keep ? {} : stopAfter(STEPS - 2)),
      });
    await expect(train(regression(), spoiled(false))).rejects.toThrow(TrainingInterrupted);
    const kept = readCheckpoint(path.join(folder, 'run.safetensors'), 'regression');
    expect(kept?.step).toBe(STEPS - 2);
    await expect(train(regression(), spoiled(true))).rejects.toThrow(
      new RegExp(
        `A parameter became \\S+ at step ${STEPS} .*good checkpoint is at step ${STEPS - 2} `,
      ),
    );
    expect(readCheckpoint(path.join(folder, 'run.safetensors'), 'regression')).toEqual(kept);
  });

  it('a checkpoint of other settings is refused and kept', async () => {
    const stopped = options({ ...stopAfter(0), checkpoint: checkpoint() });
    await expect(train(regression(), stopped)).rejects.toThrow(/interrupted after 0 steps/);
    const other = options({ checkpoint: checkpoint('other') });
    await expect(train(regression(), other)).rejects.toThrow(/other settings/);
  });

  it('stochastic rounding without its noise is an error', async () => {
    const program = regression({ storage: 'bfloat16-stochastic' });
    await expect(train(program, options())).rejects.toThrow(/without "noise"/);
  });
});
