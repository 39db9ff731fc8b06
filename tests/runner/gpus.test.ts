import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import { type Run, Scheduler } from 'memorization-kit/runner';
import { expect, it } from 'vitest';
import { testFolder } from '../results/made-up.js';

const folder = testFolder();

it('every worker is given one GPU, and they take turns', async () => {
  const runs = Array.from({ length: 6 }, (_, index): Run => {
    return { index, hash: `${index}`, label: `${index}`, cost: 1, config: {} };
  });
  const file = path.join(folder, 'seen');
  const scheduler = new Scheduler({
    runs,
    ...{ skipped: [], failures: [], jobs: 3, gpus: ['3', 'GPU-8f'] },
    work: { module: path.join(projectRoot(), 'tests/fixtures/work-of-gpus.cjs'), options: file },
    stateOf: () => 'free',
    onEvent: () => {},
  });
  await scheduler.run();
  const seen = fs.readFileSync(file, 'utf8').trim().split('\n');
  expect(seen).toHaveLength(6);
  expect(new Set(seen)).toEqual(new Set(['3', 'GPU-8f']));
  expect(scheduler.failures).toEqual([]);
});
