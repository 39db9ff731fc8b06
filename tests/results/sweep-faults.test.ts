import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimRun, isClaimed, type SweepEvent } from 'memorization-kit/runner';
import { fixture, isRunning, numbersOf, until, Workspace } from './support';

let space: Workspace;
beforeEach(() => (space = new Workspace()));
afterEach(() => space.remove());

const started = (line: string): boolean => line.includes('from=');

describe('kill -9', () => {
  it('of a worker loses no other run; the next sweep trains only the missing one', async () => {
    let killed = 0;
    const sweep = space.sweep('slow', {
      onEvent: (event: SweepEvent) => {
        if (event.type !== 'progress' || event.progress.step < 20 || killed > 0) return;
        killed = Number(
          /pid=(\d+)/.exec(
            space.notes().find((line) => line.startsWith(event.run.label)) ?? '',
          )?.[1],
        );
        process.kill(killed, 'SIGKILL');
      },
    });
    await expect(sweep).rejects.toThrow('1 of 4 runs of "slow" failed; 3 results are stored');
    const before = space.notes().length;
    const results = await space.sweep('slow');
    const after = space.notes().slice(before).filter(started);
    expect(after).toHaveLength(1);
    expect(after[0]).not.toContain('from=0 '); // went on from the checkpoint

    const undisturbed = new Workspace();
    expect(numbersOf(results)).toEqual(numbersOf(await undisturbed.sweep('slow')));
    undisturbed.remove();
  });

  it('of a worker that has just stored its result is no failure', async () => {
    const results = await space.sweep('killedLate', { jobs: 1 });
    expect(results).toHaveLength(2);
    expect(space.pids()).toHaveLength(2); // the second run got a new worker
    expect(space.stateFiles().filter((name) => name.endsWith('.safetensors'))).toEqual([]);
  });

  it.each(['endless', 'spinning'])('of the sweep leaves no worker alive (%s)', async (name) => {
    const sweep = space.sweepProcess(name);
    await until('two runs or one that spins', () => space.notes().length === 2);
    expect(space.pids().every(isRunning)).toBe(true);
    sweep.child.kill('SIGKILL');
    await until('the workers are gone', () => !space.pids().some(isRunning));
  });
});

describe('two sweeps at once', () => {
  it('train each run once and both get all results', async () => {
    const [one, two] = [space.sweepProcess('fake'), space.sweepProcess('fake')];
    const [first, second] = [await one.results(), await two.results()];
    expect(first).toHaveLength(6);
    expect(second).toEqual(first);
    expect(space.notes().filter(started)).toHaveLength(6);
    const events = [...one.events, ...two.events];
    expect(events.filter(({ type }) => type === 'done')).toHaveLength(6);
    expect(space.stateFiles()).toEqual([]);
  });

  it('do not wait for a sweep that was killed', async () => {
    const one = space.sweepProcess('slow', 1);
    await until('a run is under way', () => space.notes().length > 0);
    const two = space.sweep('slow', { jobs: 1 });
    await pause(100);
    one.child.kill('SIGKILL');
    expect(await two).toHaveLength(4);
  });
});

describe('the claim on a run', () => {
  const claims = (): string => path.join(space.root, 'locks');

  it('is refused while it is held, and free afterwards', async () => {
    const lock = await claimRun(claims(), 'abc');
    expect(isClaimed(claims(), 'abc')).toBe(true);
    expect(await claimRun(claims(), 'abc')).toBeNull();
    const other = await claimRun(claims(), 'abd');
    expect(other).not.toBeNull();
    lock?.release();
    expect(isClaimed(claims(), 'abc')).toBe(false);
    other?.release();
    expect(fs.readdirSync(claims())).toEqual([]);
  });

  it('of a dead process, or of an earlier process with the same number, does not count', async () => {
    fs.mkdirSync(claims());
    const host = os.hostname().replace(/[^A-Za-z0-9-]/g, '-');
    const dead = [`abc.${host}.99999999.1.a.lock`, `abc.${host}.${process.pid}.1.b.lock`];
    for (const name of dead) fs.writeFileSync(path.join(claims(), name), '');
    expect(isClaimed(claims(), 'abc')).toBe(false);
    for (const name of dead) fs.writeFileSync(path.join(claims(), name), '');
    expect(await claimRun(claims(), 'abc')).not.toBeNull();
    expect(fs.readdirSync(claims())).toHaveLength(1);
  });

  it('from another machine counts until it has been silent for minutes', async () => {
    fs.mkdirSync(claims());
    const file = path.join(claims(), 'abc.elsewhere.7.1.a.lock');
    fs.writeFileSync(file, '');
    expect(await claimRun(claims(), 'abc')).toBeNull();
    fs.utimesSync(file, new Date(), new Date(Date.now() - 600_000));
    expect(await claimRun(claims(), 'abc')).not.toBeNull();
  });

  it('is given to at most one of many that come at once, past the claim of a dead one', async () => {
    fs.mkdirSync(claims());
    const host = os.hostname().replace(/[^A-Za-z0-9-]/g, '-');
    const children = Array.from({ length: 6 }, () =>
      fork(fixture('claim-once.cjs'), [claims(), 'abc'], { execArgv: [] }),
    );
    const heard = (child: (typeof children)[number]): Promise<unknown> =>
      new Promise((resolve) => child.once('message', resolve));
    await Promise.all(children.map(heard));
    fs.writeFileSync(path.join(claims(), `abc.${host}.99999999.1.a.lock`), '');
    const answers = children.map(heard);
    for (const child of children) child.send('go');
    const claimed = (await Promise.all(answers)).filter((answer) => answer === 'claimed');
    expect(claimed.length).toBeLessThanOrEqual(1);
    expect(isClaimed(claims(), 'abc')).toBe(claimed.length === 1);
    for (const child of children) child.kill('SIGKILL');
  });
});
