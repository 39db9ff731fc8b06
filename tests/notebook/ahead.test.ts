import { execFileSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { lanesAhead, startAhead } from '../../build/scripts/notebooks/ahead.js';
import { planOf } from '../../build/scripts/notebooks/plan.js';
import { testFolder } from '../results/made-up.js';

const GiB = 2 ** 30;
const dataDir = testFolder();

const notebooks = ['01-bits-per-parameter.ipynb', '06-more-data-less-memory.ipynb'];
const plan = {
  ...planOf({ notebooks, profile: 'quick', device: 'cpu', rerun: false, dataDir }),
  jobs: 2,
};
const free = { jobs: null, rerun: false };

describe('training ahead of the notebook that is executed', () => {
  it('uses as many processes as a sweep, and as there is memory for', () => {
    expect(lanesAhead(plan, free, 16 * GiB)).toBe(2);
    expect(lanesAhead({ ...plan, jobs: 8 }, free, 3.5 * GiB)).toBe(3);
    expect(lanesAhead(plan, free, 0.5 * GiB)).toBe(0);
  });

  it('is not done where jobs were asked for, on a GPU, or for what is stored', () => {
    expect(lanesAhead(plan, { ...free, jobs: 2 }, 16 * GiB)).toBe(0);
    expect(lanesAhead(plan, { ...free, rerun: true }, 16 * GiB)).toBe(0);
    expect(lanesAhead({ ...plan, device: 'gpu' }, free, 16 * GiB)).toBe(0);
    expect(lanesAhead({ ...plan, jobs: 1 }, free, 16 * GiB)).toBe(0);
    const [one, other] = plan.notebooks;
    const rest = { ...plan, notebooks: [one, { ...other, training: 0 }] };
    expect(lanesAhead(rest, free, 16 * GiB)).toBe(0); // the notebook itself will train it
  });
});

interface Row {
  pid: number;
  parent: number;
  nice: number;
}

/** The process that trains ahead for this one, and its workers. */
function ahead(): Row[] {
  const rows = execFileSync('ps', ['-eo', 'pid,ppid,nice,args'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, nice, ...args]) => ({ pid: +pid, parent: +parent, nice: +nice, args }));
  const own = ({ parent, args }: (typeof rows)[number]) =>
    parent === process.pid && args.some((text) => text.endsWith('train-ahead.js'));
  const heads = rows.filter(own).map(({ pid }) => pid);
  return rows.filter(({ pid, parent }) => heads.includes(pid) || heads.includes(parent));
}

it('trains at the lowest priority, and ends when it is told to', async () => {
  const env = { KIT_DATA: dataDir, KIT_PROFILE: 'quick', KIT_DEVICE: 'cpu' };
  const end = startAhead(plan, 2, env);
  const patience = { timeout: 60_000, interval: 200 };
  await vi.waitFor(() => expect(ahead()).toHaveLength(3), patience); // itself and two workers
  const found = ahead();
  expect(found.map(({ nice }) => nice)).toEqual([19, 19, 19]);
  await end();
  for (const { pid } of found) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await end(); // once more does nothing
});
