import { setTimeout as pause } from 'node:timers/promises';
import seedrandom from 'seedrandom';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ProcessIdentity, processStart } from '../../lib/dist/runner/process-identity';
import { KernelSession } from '../kernel/session.js';
import { until } from '../results/support.js';
import {
  FaultSpace,
  fixture,
  type Numbers,
  type StoreReader,
  type SweepProcess,
} from './support.js';

/*
 * Sweeps are killed at random moments, again and again over the same folder, so that each goes on
 * from what the one before left. KIT_FAULT_SEED repeats the moments, KIT_FAULT_KILLS changes how many.
 */

const names = ['capacity', 'staged'];
const seed = process.env.KIT_FAULT_SEED ?? String(Date.now());
const random = seedrandom(seed);
const total = Number(process.env.KIT_FAULT_KILLS ?? 20);
const kernelKills = Math.max(1, Math.round(0.15 * total)); // a kernel takes long to start
const workerKills = Math.round(0.45 * total);
const parentKills = total - workerKills - kernelKills;

const space = new FaultSpace(names);
let expected: Numbers;
let trainingMs: number; // of an undisturbed sweep, from the first step of a training
let reader: StoreReader;
const tally: Record<string, number> = { worker: 0, parent: 0, kernel: 0, completed: 0, resumed: 0 };

beforeAll(async () => {
  console.log(`random kills: KIT_FAULT_SEED=${seed}`);
  const undisturbed = space.sweep();
  await undisturbed.saw('progress');
  const start = Date.now();
  expect(await undisturbed.ended, undisturbed.errors).toBe(0);
  trainingMs = Date.now() - start;
  expected = space.numbers();
  expect(Object.keys(expected)).toHaveLength(4);
  space.clear();
  reader = space.reader();
}, 300_000);

afterEach(() => {
  expect(alive()).toEqual([]);
});

afterAll(() => {
  reader.kill();
  space.remove();
});

const linux = process.platform === 'linux'; // where /proc tells which processes are whose
const alive = (): ProcessIdentity[] => (linux ? space.workers() : []);
const gone = (one: ProcessIdentity): boolean => processStart(one.pid) !== one.start;

/** Mostly one finding that has something left to train, sometimes all. */
function someNames(): string[] {
  const open = names.filter((name) => space.share([name]) < 1);
  return random() < 0.2 ? names : [open[Math.floor(random() * open.length)]];
}

/** Most moments come while runs are trained, some while processes start or end. */
async function randomMoment(of: string[], saw: SweepProcess['saw']): Promise<void> {
  const left = 1 - space.share(of);
  const phase = random();
  if (phase < 0.85) await saw(phase < 0.6 ? 'progress' : 'start');
  await pause(random() * left * 0.6 * trainingMs); // sooner, for what comes after the end hits nothing
}

/** When everything came through: compares it, and starts over so that the next kill has a victim. */
function compareWhenComplete(): void {
  for (const { hash, config, measurements, curves, provenance } of space.results()) {
    expect(JSON.stringify({ config, measurements, curves })).toBe(expected[hash]);
    if (provenance.resumed) tally.resumed++;
  }
  if (space.share() < 1) return;
  tally.completed++;
  space.clear();
}

/** Kills the process that the workers belong to, and sees them end. */
async function killParent(pid: number, ended: () => Promise<unknown>): Promise<void> {
  const workers = alive();
  process.kill(pid, 'SIGKILL');
  await ended();
  await until('the workers are gone', () => workers.every(gone) && alive().length === 0);
}

describe('kill -9 at random moments', () => {
  it.runIf(linux)(
    'of workers: the sweep trains the others, the next one the rest',
    async () => {
      while (tally.worker < workerKills) {
        const sweep = space.sweep();
        let running = true;
        void sweep.ended.then(() => (running = false));
        await randomMoment(names, (type) => sweep.saw(type));
        while (running && tally.worker < workerKills) {
          const workers = alive();
          const victim = workers[Math.floor(random() * workers.length)];
          if (victim && !gone(victim)) {
            process.kill(victim.pid, 'SIGKILL');
            tally.worker++;
          }
          await Promise.race([sweep.ended, pause(200 + random() * 0.6 * trainingMs)]);
        }
        await sweep.ended;
        compareWhenComplete();
      }
    },
    300_000,
  );

  it('of the sweep: no worker stays alive', async () => {
    while (tally.parent < parentKills) {
      const some = someNames();
      const sweep = space.sweep('', some);
      await randomMoment(some, (type) => sweep.saw(type));
      if (sweep.child.exitCode === null) {
        await killParent(sweep.child.pid ?? 0, () => sweep.ended);
        tally.parent++;
      }
      await sweep.ended;
      compareWhenComplete();
    }
  }, 300_000);

  it('of the notebook kernel: no worker stays alive', async () => {
    while (tally.kernel < kernelKills) {
      const kernel = await KernelSession.start(undefined, space.env);
      try {
        const some = someNames();
        const cell = kernel.submit(sweepCell(some));
        let running = true;
        const ended = kernel.printed(cell, 'ended').then(() => void (running = false));
        await randomMoment(some, (type) => Promise.race([kernel.printed(cell, type), ended]));
        if (running) tally.kernel++;
        await killParent(kernel.kernelPid, () => Promise.resolve());
      } finally {
        kernel.client.kill('SIGKILL');
      }
      compareWhenComplete();
    }
  }, 300_000);

  it('lost nothing: the last sweep ends with the numbers of one that was left alone', async () => {
    const sweep = space.sweep();
    expect(await sweep.ended, sweep.errors).toBe(0);
    expect(space.numbers()).toEqual(expected);
    expect(space.stateFiles()).toEqual([]); // no lock, no checkpoint, nothing half-written
    expect(space.dataFiles().filter((name) => !name.endsWith('.json'))).toEqual([]);
    console.log(`kills, complete sweeps, resumed results: ${JSON.stringify(tally)}`);
  }, 300_000);

  it('never showed a half-written or a different result to a process that reads all the time', async () => {
    const seen = await reader.stop();
    console.log(`reads: ${seen.reads}, of results: ${seen.results}`);
    expect(seen.problems).toEqual([]);
    expect(seen.reads).toBeGreaterThan(100);
    expect(seen.results).toBeGreaterThan(100);
    for (const [hash, numbers] of Object.entries(seen.numbers)) {
      expect(numbers).toEqual([expected[hash]]);
    }
  });
});

/** A notebook's cell that sweeps findings; it prints the events, and 'ended'. */
function sweepCell(some: string[]): string {
  const module = fixture('tiny-findings.cjs');
  return `const { sweep } = require('memorization-kit/results');
const tiny = require(${JSON.stringify(module)});
await Promise.allSettled(${JSON.stringify(some)}.map((name) => sweep(tiny[name], {
  profile: 'quick', jobs: 1,
  dataDir: ${JSON.stringify(space.dataDir)}, stateDir: ${JSON.stringify(space.stateDir)},
  source: { module: ${JSON.stringify(module)}, export: name },
  onEvent: ({ type }) => console.log(type),
})));
console.log('ended');`;
}
