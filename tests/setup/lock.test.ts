import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, birth, isStale } from '../../scripts/setup/lock.mjs';
import type { Holder } from '../../scripts/setup/lock.mjs';
import { folderForEach } from '../folder';

const folder = folderForEach();
let file: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  file = join(folder.path, 'setup.lock');
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const sleeper = () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  started.push(child);
  return child;
};
const holder = (over: Partial<Holder> = {}): Holder => ({
  pid: process.pid,
  born: birth(process.pid),
  child: null,
  host: hostname(),
  ...over,
});

/** The holder that a process which has ended was. */
async function dead(over: Partial<Holder> = {}): Promise<Holder> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return holder({ pid: child.pid ?? 0, born: '1', ...over });
}

describe('the lock', () => {
  it('makes the second wait until the first releases it', async () => {
    const first = await acquireLock(file);
    const order: string[] = [];
    const second = acquireLock(file, { pollMs: 10, onWait: () => order.push('waits') }).then(
      (lock) => {
        order.push('has it');
        return lock;
      },
    );
    await expect.poll(() => order).toEqual(['waits']);
    order.push('released');
    first.release();
    (await second).release();
    expect(order).toEqual(['waits', 'released', 'has it']);
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over from a process that died', async () => {
    writeFileSync(file, JSON.stringify(await dead()));
    const lock = await acquireLock(file, { pollMs: 10 });
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
    lock.release();
  });

  it('is held as long as the command of a killed set-up still runs', async () => {
    const child = sleeper();
    const pid = child.pid ?? 0;
    const left = await dead({ child: { pid, born: birth(pid) } });
    expect(isStale(left)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isStale(left)).toBe(true);
  });

  it.runIf(process.platform === 'linux')(
    'is not held by another process with a used number',
    () => {
      expect(isStale(holder())).toBe(false);
      expect(isStale(holder({ born: '1' }))).toBe(true);
    },
  );

  it('held on another machine is left alone', async () => {
    expect(isStale(await dead({ host: 'elsewhere' }))).toBe(false);
  });

  it('left empty by a kill is taken over', async () => {
    writeFileSync(file, '');
    (await acquireLock(file, { pollMs: 5 })).release();
  });

  it('gives up waiting when interrupted', async () => {
    const lock = await acquireLock(file);
    const stop = new AbortController();
    const waiting = acquireLock(file, {
      pollMs: 10,
      signal: stop.signal,
      onWait: () => stop.abort(),
    });
    await expect(waiting).rejects.toThrow('abort');
    lock.release();
  });

  it('lets one of many processes in at a time, with a stale lock to begin with', async () => {
    writeFileSync(file, JSON.stringify(await dead()));
    const module = pathToFileURL(resolve('scripts/setup/lock.mjs')).href;
    const log = join(folder.path, 'log');
    const script = `
      import { appendFileSync } from 'node:fs';
      import { acquireLock } from ${JSON.stringify(module)};
      const lock = await acquireLock(${JSON.stringify(file)}, { pollMs: 3 });
      appendFileSync(${JSON.stringify(log)}, 'in\\n');
      await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync(${JSON.stringify(log)}, 'out\\n');
      lock.release();`;
    const processes = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }),
    );
    started.push(...processes);
    const codes = await Promise.all(processes.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('in\nout\n'.repeat(6));
  });
});
