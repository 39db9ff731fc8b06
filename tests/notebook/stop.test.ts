import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isRunning, root } from '../kernel/session.js';
import { temporaryFolder, writeNotebook } from './command.js';

const folder = temporaryFolder();
const notebooks = path.join(folder, 'notebooks');
const data = path.join(folder, 'data');
const [pidFile, log] = [path.join(notebooks, 'pid'), path.join(folder, 'log')];

beforeAll(() => {
  mkdirSync(notebooks);
  const module = JSON.stringify(path.join(root, 'tests/results/fixtures/fake-finding.cjs'));
  writeNotebook(path.join(notebooks, '01-sweep.ipynb'), [
    `import { writeFileSync } from 'node:fs';
    import { kernelSignal, SweepDisplay } from 'memorization-kit/notebook';
    import { sweep } from 'memorization-kit/results';`,
    `const module = ${module};
    const display = new SweepDisplay('training');
    writeFileSync('pid', String(process.pid));
    const results = await sweep(require(module).patient, {
      profile: 'quick', jobs: 2, stateDir: ${JSON.stringify(path.join(folder, 'state'))},
      source: { module, export: 'patient' },
      signal: kernelSignal(), onEvent: display.onEvent,
    });
    display.finish();`,
  ]);
});
beforeEach(() =>
  ['data', 'state', 'log'].forEach((name) =>
    rmSync(path.join(folder, name), { recursive: true, force: true }),
  ),
);
afterAll(() => rmSync(folder, { recursive: true }));

const patience = { timeout: 80_000, interval: 100 };

interface Reproduction {
  process: ChildProcess;
  stdout(): string;
  stderr(): string;
  exit: Promise<number | null>;
}

function reproduce(): Reproduction {
  const script = path.join(root, 'build', 'scripts', 'reproduce.js');
  const args = [script, '--notebooks', notebooks, '--output', path.join(folder, 'reproduced')];
  const env = { ...process.env, KIT_DATA: data, FAKE_LOG: log };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { process: child, stdout: () => stdout, stderr: () => stderr, exit };
}

/** What the runs noted: 'seed=1 from=0 kit-threads=1 tf-threads=none pid=123'. */
const notes = (what: string): string[] => {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return lines.filter((line) => line.includes(` ${what}`));
};
const numbers = (what: string): number[] =>
  notes(what).map((line) => Number(new RegExp(` ${what}(\\d+)`).exec(line)?.[1]));

/** Starts a reproduction and waits until both runs train. */
async function training(): Promise<Reproduction & { processes: number[] }> {
  const before = notes('from=').length;
  const started = reproduce();
  await vi.waitFor(() => expect(notes('from=')).toHaveLength(before + 2), patience);
  const workers = notes('from=')
    .slice(before)
    .map((line) => Number(/pid=(\d+)/.exec(line)?.[1]));
  return { ...started, processes: [Number(readFileSync(pidFile, 'utf8')), ...workers] };
}

const gone = (pids: number[]) =>
  vi.waitFor(async () => {
    for (const pid of pids) expect(await isRunning(pid)).toBe(false);
  }, patience);

const results = () => (existsSync(data) ? readdirSync(path.join(data, 'patient', 'quick')) : []);

describe('a reproduction', () => {
  it('stops at a checkpoint, leaves nothing running, and the same command goes on', async () => {
    // Two at the same moment are one: npm can pass a Ctrl-C on that has come already.
    for (const signals of [['SIGTERM'], ['SIGINT', 'SIGTERM']] as const) {
      const { process, exit, stderr, processes } = await training();
      for (const signal of signals) process.kill(signal);
      expect(await exit).toBe(130);
      expect(stderr()).toMatch(/Stopping at a checkpoint; Ctrl-C again ends at once\.$/m);
      expect(stderr()).toMatch(/Stopped\. The same command goes on from here/);
      await gone(processes);
    }
    expect(numbers('stopped=')).toHaveLength(4);
    const last = reproduce();
    expect(await last.exit).toBe(0);
    expect(results()).toHaveLength(2);
    // Each of the three parts of a run starts where the one before it stopped.
    const [started, stopped] = [numbers('from='), numbers('stopped=')];
    expect(started).toHaveLength(6);
    expect(started.slice(2).sort()).toEqual(stopped.sort());
  });

  it('ends at once at the second Ctrl-C, with all that it started', async () => {
    const { process: first, exit, processes } = await training();
    process.kill(processes[0], 'SIGSTOP'); // a kernel that follows nothing, and whose workers train on
    first.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 500));
    first.kill('SIGINT');
    expect(await exit).toBe(130);
    await gone(processes);
    expect(notes('stopped=')).toEqual([]); // it waited for no checkpoint
  });

  it('is stopped before its kernel is there', async () => {
    rmSync(pidFile, { force: true });
    const { process, exit, stdout, stderr } = reproduce();
    await vi.waitFor(() => expect(stdout()).toContain('starting the kernel'), patience);
    process.kill('SIGINT');
    expect(await exit).toBe(130);
    expect(stderr()).not.toMatch(/Traceback|could not be executed/);
    expect(existsSync(pidFile)).toBe(false);
  });

  it('leaves nothing running when it is killed, and a checkpoint', async () => {
    const { process, processes } = await training();
    process.kill('SIGKILL');
    await gone(processes);
    expect(notes('stopped=')).toHaveLength(2);
  });

  it('shares the runs with another one over the same output', async () => {
    const [first, second] = [reproduce(), reproduce()];
    expect(await Promise.all([first.exit, second.exit])).toEqual([0, 0]);
    expect(numbers('from=')).toEqual([0, 0]); // each run was trained once
    expect(results()).toHaveLength(2);
  });
});
