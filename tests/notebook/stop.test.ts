import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isRunning, root } from '../kernel/session.js';
import { temporaryFolder, writeNotebook } from './command.js';

const folder = temporaryFolder();
const notebooks = path.join(folder, 'notebooks');
const output = path.join(folder, 'reproduced');
const [pidFile, checkpoint] = ['pid', 'checkpoint'].map((name) => path.join(notebooks, name));

beforeAll(() => {
  mkdirSync(notebooks);
  writeNotebook(path.join(notebooks, '01-long.ipynb'), [
    `import { writeFileSync } from 'node:fs';
    import { kernelSignal } from 'memorization-kit/notebook';`,
    `const signal = kernelSignal();
    await new Promise((resolve) => setTimeout(resolve, 10));
    writeFileSync('pid', String(process.pid));
    while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync('checkpoint', 'all of it');`,
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const patience = { timeout: 80_000, interval: 100 };

/** Starts a reproduction and waits until its notebook trains; returns the kernel's process id. */
async function start(): Promise<{ reproduce: ChildProcess; kernel: number }> {
  rmSync(pidFile, { force: true });
  rmSync(checkpoint, { force: true });
  const script = path.join(root, 'build', 'scripts', 'reproduce.js');
  const args = [script, '--notebooks', notebooks, '--output', output];
  const reproduce = spawn(process.execPath, args, { stdio: 'ignore' });
  await vi.waitFor(() => expect(existsSync(pidFile)).toBe(true), patience);
  return { reproduce, kernel: Number(readFileSync(pidFile, 'utf8')) };
}

const exitOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', resolve));

const gone = (pid: number) =>
  vi.waitFor(async () => expect(await isRunning(pid)).toBe(false), patience);

describe('a reproduction', () => {
  it('stops at Ctrl-C when its cell has written a checkpoint, and leaves nothing running', async () => {
    const { reproduce, kernel } = await start();
    const exit = exitOf(reproduce);
    reproduce.kill('SIGINT');
    expect(await exit).toBe(130);
    expect(readFileSync(checkpoint, 'utf8')).toBe('all of it');
    await gone(kernel);
  });

  it('ends at once at the second Ctrl-C', async () => {
    const { reproduce, kernel } = await start();
    process.kill(kernel, 'SIGSTOP'); // a kernel that follows nothing
    const exit = exitOf(reproduce);
    reproduce.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 500));
    reproduce.kill('SIGINT');
    expect(await exit).toBe(130);
    await gone(kernel);
    expect(existsSync(checkpoint)).toBe(false);
  });

  it('leaves nothing running when it is killed', async () => {
    const { reproduce, kernel } = await start();
    reproduce.kill('SIGKILL');
    await gone(kernel);
    expect(readFileSync(checkpoint, 'utf8')).toBe('all of it');
  });
});
