import * as path from 'node:path';
import { loadTensorFlow } from 'memorization-kit/engine';
import { checkpointFiles, readCheckpoint, type StepPrecision } from 'memorization-kit/training';
import { train, TrainingInterrupted, type TrainOptions } from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderForEach } from '../folder';
import { options, regression, SIZE, STEPS, stopAfter } from './regression';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));
const folder = folderForEach();

interface Case {
  precision?: Partial<StepPrecision>;
  until?: number; // ends when the last weight is above this
}

/** A training with all that it can keep: losses, measurements along the way, recorded outputs. */
function training({ precision = {}, until }: Case, changes: Partial<TrainOptions> = {}) {
  const program = regression({ ...precision, reportUnchanged: true });
  const unchanged = new Float32Array(STEPS);
  const seen: [step: number, weight: number, one: number][] = [];
  const every = Array.from({ length: STEPS + 1 }, (_, step) => step);
  const { storage, noise: source = 'drawn' } = precision;
  const done = train(program, {
    ...options({ record: { unchanged } }),
    measure: {
      at: until === undefined ? [0, 7, 20, STEPS] : every,
      size: 2,
      take: () => Promise.resolve([program.read('theta')[SIZE - 1], 1]),
      onTaken: (step, [weight, one]) => seen.push([step, weight, one]),
    },
    ...(until !== undefined && { until: (step) => seen[step][1] > until }),
    ...(storage === 'bfloat16-stochastic' && { noise: { source, size: SIZE, seed: 1 } }),
    ...changes,
  });
  /** All that it has yielded. */
  const outcome = async () => ({
    losses: await done,
    theta: program.read('theta'),
    seen,
    unchanged,
  });
  return { done, outcome };
}

describe.each<[string, Case]>([
  ['float32', {}],
  ['bfloat16-nearest', { precision: { storage: 'bfloat16-nearest' } }],
  ['bfloat16-stochastic', { precision: { storage: 'bfloat16-stochastic' } }],
  ['counted noise', { precision: { storage: 'bfloat16-stochastic', noise: 'counted' } }],
  [
    'all bfloat16',
    { precision: { storage: 'bfloat16-stochastic', gradientAndMoments: 'bfloat16' } },
  ],
  ['until a condition holds', { until: 1 }],
])('a training (%s)', (_, of) => {
  let whole: ReturnType<ReturnType<typeof training>['outcome']> | undefined;

  it.each([0, 1, 7, 8, STEPS - 1])(
    'stopped at step %i, then resumed as by a new process, equals the uninterrupted one',
    async (stopAt) => {
      const expected = await (whole ??= training(of).outcome());
      const file = path.join(folder.path, 'run.safetensors');
      const checkpoint = checkpointFiles(file, 1000)('', 'regression');
      const step = Math.min(stopAt, expected.losses.length - 1);
      const stopped = training(of, { checkpoint, ...stopAfter(step) }).done;
      const error = await stopped.catch((e: unknown) => e);
      expect(error).toBeInstanceOf(TrainingInterrupted);
      expect((error as TrainingInterrupted).step).toBe(step);
      // what is frozen is not in it
      const kept = Object.keys(readCheckpoint(file, 'regression')!.state);
      expect(kept).toEqual(['theta', 'm', 'v', 'measured', 'unchanged']);

      expect(await training(of, { checkpoint, keep: true }).outcome()).toEqual(expected);
      // a kept checkpoint holds the end: training again does nothing
      const again = training(of, { checkpoint, keep: true, onStep: () => expect.unreachable() });
      expect(await again.outcome()).toEqual(expected);
    },
  );
});

it('a training until a condition holds ends there, with the losses and measurements so far', async () => {
  const { losses, seen, theta } = await training({ until: 1 }).outcome();
  expect(losses.length).toBeGreaterThan(2);
  expect(losses.length).toBeLessThan(STEPS);
  expect(seen).toHaveLength(losses.length + 1);
  expect(seen.findIndex(([, weight]) => weight > 1)).toBe(losses.length);
  expect(theta[SIZE - 1]).toBe(seen[losses.length][1]);
});

it('measurements along the way are taken at their steps', async () => {
  const { seen } = await training({}).outcome();
  expect(seen.map(([step]) => step)).toEqual([0, 7, 20, STEPS]);
  expect(seen[0]).toEqual([0, 0.5, 1]);
});
