import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FlatConfig } from 'memorization-kit/engine';
import { biographiesQa, findFinding } from 'memorization-kit/findings';
import {
  expectedTime,
  plannedRuns,
  type PlannedRun,
  resourcesText,
  type TimedRun,
  timedRuns,
} from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { testFolder } from './made-up';
import { fakes } from './support';

const { uneven } = fakes; // costs 5, 20 and 10
const runs = plannedRuns(uneven, 'quick');
const timed = (run: PlannedRun<FlatConfig>, seconds: number): TimedRun => ({
  hash: run.hash,
  cost: run.cost,
  seconds,
  cpu: 'test',
});
const onCpu = (jobs: number) => ({ device: 'cpu', jobs }) as const;

describe('expectedTime', () => {
  it('is that of the same runs where they are stored, shared by the workers', () => {
    const known = runs.map((run, i) => timed(run, [7, 30, 9][i]));
    expect(expectedTime(uneven, runs, known, onCpu(1))).toEqual({
      seconds: 46,
      same: 3,
      similar: 0,
      assumed: 0,
      stretch: 1,
    });
    expect(expectedTime(uneven, runs, known, onCpu(2)).seconds).toBe(30); // 30 beside 9 and 7
  });

  it('is scaled by cost from the stored run that is nearest in cost', () => {
    const known = [
      { hash: 'a', cost: 4, seconds: 8, cpu: 'test' },
      { hash: 'b', cost: 200, seconds: 100, cpu: 'test' },
    ];
    const expected = expectedTime(uneven, runs, known, onCpu(1));
    // 5 and 20 units at two seconds each; so 10 units: 4 is nearer than 200 by factors
    expect(expected).toMatchObject({ seconds: 70, same: 0, similar: 3, stretch: 5 });
  });

  it('is not known where the nearest is too far away, and then says by how much', () => {
    const far = [{ hash: 'a', cost: 0.1, seconds: 8, cpu: 'test' }];
    const expected = expectedTime(uneven, runs, far, onCpu(1));
    expect(expected).toMatchObject({ seconds: null, similar: 0, stretch: 200 });
    const [run] = plannedRuns(biographiesQa, 'paper'); // whose operations are known, counts these
    const counted = expectedTime(biographiesQa, [run], far, onCpu(1));
    expect(counted).toMatchObject({ similar: 0, assumed: 1, stretch: 1 });
    expect(counted.seconds).toBeCloseTo(biographiesQa.resources!(run.config).flops / 25e9, 0);
  });

  it('is not known where nothing is, and nothing where nothing is to be trained', () => {
    expect(expectedTime(uneven, runs, [], onCpu(2)).seconds).toBeNull();
    expect(expectedTime(uneven, [], [], onCpu(2)).seconds).toBe(0);
  });

  it('follows from the operations where the finding can count them', () => {
    const biographiesQa = findFinding('biographies-qa');
    const [run] = plannedRuns(biographiesQa, 'quick');
    const { flops } = biographiesQa.resources!(run.config);
    const expected = expectedTime(biographiesQa, [run], [], { device: 'gpu', jobs: 1 });
    expect(expected).toMatchObject({ same: 0, similar: 0, assumed: 1 });
    expect(expected.seconds).toBeCloseTo(flops / 30e12, 5);
  });
});

describe('timedRuns', () => {
  const folder = testFolder();

  function store(dir: string, hash: string, provenance: object): void {
    const file = path.join(folder, dir, uneven.name, 'quick', `${hash}.json`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const whole = { seconds: 5, cpu: 'test', device: 'cpu', resumed: false, ...provenance };
    fs.writeFileSync(file, JSON.stringify({ hash, config: { steps: 20 }, provenance: whole }));
  }

  it('takes whole runs on the device, from the first folder that has them', () => {
    store('mine', 'a', { seconds: 3 });
    store('committed', 'a', { seconds: 4 });
    store('committed', 'resumed', { resumed: true });
    store('committed', 'gpu', { device: 'gpu' });
    const dirs = ['mine', 'committed', 'none'].map((dir) => path.join(folder, dir));
    expect(timedRuns(uneven, dirs, 'cpu')).toEqual([
      { hash: 'a', cost: 20, seconds: 3, cpu: 'test' },
    ]);
    expect(timedRuns(uneven, dirs, 'gpu').map(({ hash }) => hash)).toEqual(['gpu']);
  });

  it('passes over what cannot be read', () => {
    store('mine', 'a', {});
    fs.writeFileSync(path.join(folder, 'mine', uneven.name, 'quick', 'b.json'), '{');
    fs.writeFileSync(path.join(folder, 'mine', uneven.name, 'c.json'), '{}');
    expect(timedRuns(uneven, [path.join(folder, 'mine')], 'cpu')).toHaveLength(1);
  });
});

describe('what a run will need', () => {
  it('is told in units that can be read, from seconds to days', () => {
    expect(resourcesText({ flops: 2.5e11, memoryBytes: 100 * 2 ** 20 })).toBe(
      '2.5e+11 operations (10 s on one CPU core at 25 GFLOP/s, 0.0 s on one GPU at 30 TFLOP/s), 100 MiB',
    );
    expect(resourcesText({ flops: 2.16e18, memoryBytes: 62 * 2 ** 30 })).toBe(
      '2.2e+18 operations (1000 days on one CPU core at 25 GFLOP/s, 20 h on one GPU at 30 TFLOP/s), 62.0 GiB',
    );
  });
});
