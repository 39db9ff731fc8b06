import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import { createProgram, loadTensorFlow, type Program } from 'memorization-kit/engine';
import { adamWDefaults, checkpointFiles, readCheckpoint } from 'memorization-kit/training';
import {
  schedule,
  train,
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
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-frozen-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const SIZE = 4;
const STEPS = 40;
const GOAL = 3;

/** Finds w with w * scale = 3 in every entry, for a scale that must not change. */
function scaled(scale: Float32Array, mode: 'plain' | 'eager' = 'plain'): Program {
  const spec = trainingProgram(
    {
      layout: [{ name: 'w', shape: [SIZE], init: 'zeros' }],
      theta: new Float32Array(SIZE),
      frozen: { layout: [{ name: 'scale', shape: [SIZE], init: 'ones' }], theta: scale },
      batch: { goal: { shape: [SIZE], dtype: 'float32' } },
      loss: ({ w }, { goal }, { scale }) => w.mul(scale).sub(goal).square().mean<tf.Scalar>(),
      measurements: {
        product: { inputs: {}, run: ({ w }, _, { scale }) => ({ product: w.mul(scale) }) },
      },
    },
    adamWDefaults,
  );
  return createProgram(spec, mode);
}

const SCALE = Float32Array.from([1, 2, 3, 4]);

const options = (changes: Partial<TrainOptions> = {}): TrainOptions => ({
  steps: STEPS,
  optimizer: adamWDefaults,
  learningRate: schedule({ shape: 'linear', peak: 0.3, steps: STEPS, warmup: 2, final: 0.05 }),
  batch: () => ({ goal: new Float32Array(SIZE).fill(GOAL) }),
  ...changes,
});

describe('frozen parameters', () => {
  it.each(['plain', 'eager'] as const)('are used and stay as they are (%s)', async (mode) => {
    const program = scaled(SCALE, mode);
    await train(program, options());
    expect(program.read('frozen')).toEqual(SCALE);
    for (const value of program.call('product', {}).product) expect(value).toBeCloseTo(GOAL, 0);
    expect(program.read('m')).toHaveLength(SIZE);
  });

  it('are not in the checkpoint, and a resumed run is the uninterrupted one', async () => {
    const whole = scaled(SCALE);
    const expected = await train(whole, options());
    const file = path.join(folder, 'run.safetensors');
    const checkpoint = checkpointFiles(file, 1000)('', 'scaled');
    const stopped = train(scaled(SCALE), options({ checkpoint, ...stopAfter(9) }));
    await expect(stopped).rejects.toBeInstanceOf(TrainingInterrupted);
    expect(Object.keys(readCheckpoint(file, 'scaled')?.state ?? {})).toEqual(['theta', 'm', 'v']);
    const second = scaled(SCALE);
    expect(await train(second, options({ checkpoint }))).toEqual(expected);
    expect(second.read('theta')).toEqual(whole.read('theta'));
  });

  it('of another size than their layout are refused', () => {
    expect(() => scaled(new Float32Array(3))).toThrow(/3 values, but their layout takes 4/);
  });
});

describe('measurements along the way', () => {
  const at = [0, 7, 20, STEPS];
  const taken = (program: Program, changes: Partial<TrainOptions> = {}) => {
    const seen: [number, number[]][] = [];
    const onTaken = (step: number, values: Float32Array): void => {
      seen.push([step, [...values]]);
    };
    const take = (): ArrayLike<number> => [program.read('theta')[0], 1];
    const done = train(program, options({ measure: { at, size: 2, take, onTaken }, ...changes }));
    return { done, seen };
  };

  it.each([3, 7, 8, STEPS - 1])(
    'are the same after an interrupt at step %i as without one',
    async (stopAt) => {
      const whole = taken(scaled(SCALE));
      await whole.done;
      expect(whole.seen.map(([step]) => step)).toEqual(at);
      expect(whole.seen[0][1]).toEqual([0, 1]);
      const checkpoint = checkpointFiles(path.join(folder, 'run'), 1000)('', 'measured');
      const first = taken(scaled(SCALE), { checkpoint, ...stopAfter(stopAt) });
      await expect(first.done).rejects.toBeInstanceOf(TrainingInterrupted);
      const second = taken(scaled(SCALE), { checkpoint });
      await second.done;
      expect(second.seen).toEqual(whole.seen);
    },
  );

  it('of another size than announced are an error', async () => {
    const measure = { at: [0], size: 3, take: () => [1], onTaken: () => {} };
    await expect(train(scaled(SCALE), options({ measure }))).rejects.toThrow(/1 numbers, not 3/);
  });

  it('a kept checkpoint holds the end of a stage: training it again does nothing', async () => {
    const file = path.join(folder, 'stage.safetensors');
    const checkpoint = checkpointFiles(file, 1000)('', 'stage');
    const first = scaled(SCALE);
    const losses = await train(first, options({ checkpoint, keep: true }));
    const second = scaled(SCALE);
    let steps = 0;
    const again = await train(second, options({ checkpoint, keep: true, onStep: () => steps++ }));
    expect(steps).toBe(0);
    expect(again).toEqual(losses);
    expect(second.read('theta')).toEqual(first.read('theta'));
  });
});

describe('a training until a condition holds', () => {
  /** Ends when the first weight is above a half; measured before every update. */
  function untilHalf(changes: Partial<TrainOptions> = {}) {
    const program = scaled(SCALE);
    const seen: number[] = [];
    const done = train(program, {
      ...options({
        measure: {
          at: Array.from({ length: STEPS + 1 }, (_, step) => step),
          size: 1,
          take: () => Promise.resolve([program.read('theta')[0]]),
          onTaken: (_, [weight]) => seen.push(weight),
        },
        until: (step) => seen[step] > 0.5,
      }),
      ...changes,
    });
    return { program, seen, done };
  }

  it('ends there, with the losses and measurements so far', async () => {
    const { program, seen, done } = untilHalf();
    const losses = await done;
    expect(losses.length).toBeGreaterThan(2);
    expect(losses.length).toBeLessThan(STEPS);
    expect(seen).toHaveLength(losses.length + 1);
    expect(seen.findIndex((weight) => weight > 0.5)).toBe(losses.length);
    expect(program.read('theta')[0]).toBe(seen[losses.length]);
  });

  it.each([0, 1, 2, 99])('is the same after an interrupt at step %i', async (stopAt) => {
    const whole = untilHalf();
    const expected = await whole.done;
    const checkpoint = checkpointFiles(path.join(folder, 'run'), 1000)('', 'until');
    const at = Math.min(stopAt, expected.length - 1);
    const first = untilHalf({ checkpoint, ...stopAfter(at) });
    await expect(first.done).rejects.toBeInstanceOf(TrainingInterrupted);
    const second = untilHalf({ checkpoint, keep: true });
    expect(await second.done).toEqual(expected);
    expect(second.seen).toEqual(whole.seen);
    const again = untilHalf({ checkpoint, onStep: () => expect.unreachable() });
    expect(await again.done).toEqual(expected);
    expect(again.program.read('theta')).toEqual(whole.program.read('theta'));
  });
});
