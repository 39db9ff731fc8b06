import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTensorFlow, type ProfileName } from 'memorization-kit/engine';
import { resultPath, SweepError } from 'memorization-kit/results';
import { isClaimed, type SweepEvent } from 'memorization-kit/runner';
import { isRunning, numbersOf, until, Workspace } from './support';

let space: Workspace;
beforeEach(() => (space = new Workspace()));
afterEach(() => space.remove());

const types = (events: SweepEvent[]): string[] => events.map((event) => event.type);
const rejection = async (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('It did not reject.'),
    (error: Error) => error,
  );

describe('a sweep', () => {
  it('trains every run once and returns the results in order', async () => {
    const results = await space.sweep('fake');
    expect(results.map(({ config }) => config.seed)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(space.notes()).toHaveLength(6);
    expect(space.pids()).toHaveLength(2); // two workers, three runs each
    expect(space.stateFiles()).toEqual([]); // no lock, no checkpoint is left
    expect(space.pids().some(isRunning)).toBe(false);
  });

  it('stores where the numbers come from', async () => {
    const [{ provenance }] = await space.sweep('fake', { indices: [0] });
    expect(provenance).toMatchObject({
      node: process.versions.node,
      dataHash: 'data-of-seed-1',
      device: 'cpu',
      engineMode: 'eager',
      resumed: false,
    });
    expect(provenance.peakMemoryMB).toBeGreaterThan(20);
    expect(provenance.seconds).toBeGreaterThan(0);
    expect(provenance.commit ?? '').toMatch(/^([0-9a-f]{40}(-dirty)?)?$/);
  });

  it('skips what is stored and trains only what is missing', async () => {
    const first = await space.sweep('fake');
    fs.rmSync(resultPath(space.dataDir, first[3]));
    const events: SweepEvent[] = [];
    const second = await space.sweep('fake', { onEvent: (event) => events.push(event) });
    expect(numbersOf(second)).toEqual(numbersOf(first));
    expect(types(events).filter((type) => type === 'skipped')).toHaveLength(5);
    expect(events.filter(({ type }) => type === 'done').map(({ run }) => run.index)).toEqual([3]);
    expect(space.notes()).toHaveLength(7);
  });

  it('starts no process when all is stored', async () => {
    await space.sweep('fake');
    const nowhere = { module: '/nowhere', export: 'fake' };
    expect(await space.sweep('fake', { source: nowhere })).toHaveLength(6);
  });

  it('trains again with rerun, to the same numbers', async () => {
    const first = await space.sweep('fake');
    const second = await space.sweep('fake', { rerun: true });
    expect(space.notes()).toHaveLength(12);
    expect(numbersOf(second)).toEqual(numbersOf(first));
    expect(second[0].provenance.date > first[0].provenance.date).toBe(true);
  });

  it('starts the longest run first and reports the overall state', async () => {
    const events: SweepEvent[] = [];
    await space.sweep('uneven', { jobs: 1, onEvent: (event) => events.push(event) });
    const started = events.filter(({ type }) => type === 'start').map(({ run }) => run.label);
    expect(started).toEqual(['seed=2', 'seed=3', 'seed=1']);
    const done = events.filter(({ type }) => type === 'done').map(({ overview }) => overview);
    expect(done.map((overview) => overview.done)).toEqual([1, 2, 3]);
    expect(done[0]).toMatchObject({ total: 3, failed: 0, waiting: 0 });
    expect(done[0].secondsLeft).toBeGreaterThan(done[1].secondsLeft ?? NaN);
    expect(done[2].secondsLeft).toBe(0);
    expect(types(events)).toContain('progress');
  });

  it('trains the runs of the given indices only', async () => {
    const results = await space.sweep('fake', { indices: [4, 1] });
    expect(results.map(({ config }) => config.seed)).toEqual([5, 2]);
    expect(space.notes()).toHaveLength(2);
  });
});

describe('a sweep that is asked for what is not there', () => {
  it('lists the profiles', async () => {
    const error = await rejection(space.sweep('fake', { profile: 'fast' as ProfileName }));
    expect(error.message).toMatch(/Unknown profile "fast".*quick, standard, paper/);
  });

  it('names the number of runs', async () => {
    const error = await rejection(space.sweep('fake', { indices: [6] }));
    expect(error.message).toBe('There is no run 6: the profile has 6 runs, numbered from 0.');
  });

  it('names bad jobs and bad configurations before anything is trained', async () => {
    expect((await rejection(space.sweep('fake', { jobs: 0 }))).message).toContain('not 0');
    const error = await rejection(space.sweep('invalid'));
    expect(error.message).toBe('steps must be at least 1.');
    expect(fs.existsSync(space.dataDir)).toBe(false);
  });

  it('says that its workers cannot load the finding', async () => {
    const missing = { module: '/nowhere/findings.js', export: 'fake' };
    const error = await rejection(space.sweep('fake', { source: missing }));
    expect(error.message).toMatch(/cannot start its workers.*\/nowhere\/findings/s);
    const source = { module: 'memorization-kit/results', export: 'findings.fake' };
    expect((await rejection(space.sweep('fake', { source }))).message).toContain('no finding');
  });
});

describe('runs that fail', () => {
  it('do not keep the others from being trained, and are listed with their reasons', async () => {
    const error = await rejection(space.sweep('troubled'));
    if (!(error instanceof SweepError)) throw error;
    expect(error.message).toContain('4 of 6 runs of "troubled" failed; 2 results are stored');
    const reasons = Object.fromEntries(
      error.failures.map(({ run, reason }) => [String(run.config.fate), reason]),
    );
    expect(reasons.throw).toContain('NaN at step 10 (learning rate 0.04)');
    expect(reasons.killed).toMatch(/SIGKILL.*memory.*KIT_JOBS=1/);
    expect(reasons.exit).toMatch(/exit code 7.*out of luck/s);
    expect(reasons.nan).toContain('measurements.bits is NaN');
    expect(error.results.map(({ config }) => config.seed)).toEqual([1, 6]);
    expect(space.dataFiles('troubled')).toHaveLength(2);
    for (const { run } of error.failures) {
      expect(isClaimed(path.join(space.stateDir, 'locks', 'troubled'), run.hash)).toBe(false);
    }
  });

  it('are tried again by the next sweep, from their checkpoints', async () => {
    await rejection(space.sweep('oneFails'));
    await rejection(space.sweep('oneFails'));
    const starts = space.notes().filter((line) => line.startsWith('seed=1'));
    expect(starts.map((line) => line.split(' ')[1])).toEqual(['from=0', 'from=10']);
    expect(space.notes()).toHaveLength(3); // seed 2 was stored by the first
  });

  it('include runs whose file is damaged, which stays as it is', async () => {
    const [result] = await space.sweep('fake');
    const file = resultPath(space.dataDir, result);
    fs.truncateSync(file, 200);
    for (const rerun of [false, true]) {
      const error = await rejection(space.sweep('fake', { rerun }));
      expect(error.message).toMatch(/1 of 6 runs.*may be cut off.*Restore it/s);
      expect(fs.statSync(file).size).toBe(200);
    }
  });
});

describe('stopping a sweep', () => {
  it('leaves checkpoints from which the next sweep goes on to the same numbers', async () => {
    const stop = new AbortController();
    const events: SweepEvent[] = [];
    const sweep = space.sweep('slow', {
      signal: stop.signal,
      onEvent: (event) => {
        events.push(event);
        if (event.type === 'progress' && event.progress.step > 10) stop.abort();
      },
    });
    const error = await rejection(sweep);
    expect(error.name).toBe('SweepStopped');
    expect(error.message).toMatch(/"slow" was stopped with \d of 4 results stored. Run it again/);
    expect(space.pids().some(isRunning)).toBe(false);
    expect(space.stateFiles().some((name) => name.endsWith('.safetensors'))).toBe(true);
    expect(space.stateFiles().some((name) => name.endsWith('.lock'))).toBe(false);

    const resumed = await space.sweep('slow');
    expect(space.notes().some((line) => /from=[1-9]/.test(line))).toBe(true);
    expect(resumed.some(({ provenance }) => provenance.resumed)).toBe(true);
    const other = new Workspace();
    expect(numbersOf(await other.sweep('slow'))).toEqual(numbersOf(resumed));
    other.remove();
  });

  it('kills a worker that does not listen, or computes without pause', async () => {
    for (const [name, sign] of [
      ['deaf', 'from=0'],
      ['spinning', 'spins'],
    ]) {
      const stop = new AbortController();
      const sweep = rejection(space.sweep(name, { signal: stop.signal }));
      await until(`a run notes ${sign}`, () => space.notes().join().includes(sign));
      stop.abort();
      expect((await sweep).name).toBe('SweepStopped');
      expect(space.pids().some(isRunning)).toBe(false);
      fs.rmSync(space.log);
    }
  });

  it('before the start trains nothing', async () => {
    const error = await rejection(space.sweep('fake', { signal: AbortSignal.abort() }));
    expect(error.name).toBe('SweepStopped');
    expect(space.notes()).toEqual([]);
  });

  it('is what an error in onEvent does', async () => {
    const sweep = space.sweep('slow', {
      onEvent: ({ type }) => {
        if (type === 'progress') throw new Error('no display');
      },
    });
    expect((await rejection(sweep)).message).toBe('no display');
    expect(space.pids().some(isRunning)).toBe(false);
  });
});

describe('a worker', () => {
  it('is not told what TensorFlow was told in the process of the sweep', async () => {
    loadTensorFlow({ device: 'cpu', threads: 2 });
    expect(process.env.TF_NUM_INTRAOP_THREADS).toBe('2');
    await space.sweep('fake', { indices: [0] });
    expect(space.notes()[0]).toContain('kit-threads=1 tf-threads=none');
  });
});
