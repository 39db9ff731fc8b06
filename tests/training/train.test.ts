import * as path from 'node:path';
import { loadTensorFlow } from 'memorization-kit/engine';
import { checkpointFiles, type CheckpointPlace, readCheckpoint } from 'memorization-kit/training';
import { train, TrainingInterrupted, type TrainOptions } from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderForEach } from '../folder';
import { options, regression, SCALE, SIZE, STEPS, stopAfter } from './regression';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));
const folder = folderForEach();
const file = (): string => path.join(folder.path, 'run.safetensors');
const checkpoint = (fingerprint = 'regression'): CheckpointPlace =>
  checkpointFiles(file(), 1000)('', fingerprint);

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

  it.each(['plain', 'eager'] as const)('uses frozen parameters as they are (%s)', async (mode) => {
    const program = regression({}, { mode });
    await train(program, options());
    expect(program.read('frozen')).toEqual(SCALE);
    const product = program.read('theta').map((w, i) => w * SCALE[i]);
    expect(program.call('product', {}).product).toEqual(product);
    product.forEach((value, i) => expect(value).toBeCloseTo(i, 0));
    expect(program.read('m')).toHaveLength(SIZE);
  });
});

describe('bad luck', () => {
  it.each([
    [
      'loss',
      1e30,
      /loss became Infinity at step 10 with a learning rate of 0\.09\d+\. There is no checkpoint/,
    ],
    // the error's square is still a float32 number, the squares of its gradient are not
    [
      'gradient',
      1e17,
      /norm of the gradient became Infinity at step 10 with a learning rate of 0\.09/,
    ],
  ])('a %s that is not finite stops with step and rate', async (_, x, message) => {
    const poisoned = options({
      batch: (step) => ({ x: new Float32Array(4 * SIZE).fill(step === 9 ? x : 0.1) }),
    });
    const training = train(regression(), poisoned);
    await expect(training).rejects.toThrow(message);
    await expect(training).rejects.toMatchObject({ name: 'TrainingDiverged' });
  });

  it('parameters that are not finite are never written, nor handed on after the last step', async () => {
    const spoiled = (more: Partial<TrainOptions>): TrainOptions =>
      options({
        checkpoint: checkpoint(),
        learningRate: (step) => (step === STEPS - 1 ? 1e300 : 0.1),
        ...more,
      });
    const stopped = train(regression(), spoiled(stopAfter(STEPS - 2)));
    await expect(stopped).rejects.toThrow(TrainingInterrupted);
    const kept = readCheckpoint(file(), 'regression');
    expect(kept?.step).toBe(STEPS - 2);
    await expect(train(regression(), spoiled({ keep: true }))).rejects.toThrow(
      new RegExp(
        `A parameter became \\S+ at step ${STEPS} .*good checkpoint is at step ${STEPS - 2} `,
      ),
    );
    expect(readCheckpoint(file(), 'regression')).toEqual(kept);
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

  it('frozen parameters of another size than their layout, and measurements, are an error', async () => {
    const scale = new Float32Array(3);
    expect(() => regression({}, { scale })).toThrow(/3 values, but their layout takes 6/);
    const measure = { at: [0], size: 3, take: () => [1], onTaken: () => {} };
    await expect(train(regression(), options({ measure }))).rejects.toThrow(/1 numbers, not 3/);
  });
});
