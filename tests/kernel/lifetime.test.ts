import { afterEach, describe, expect, it, vi } from 'vitest';
import { KernelSession, isRunning } from './session.js';

let kernel: KernelSession | null = null;
afterEach(() => {
  kernel?.client.kill('SIGKILL');
});

/** The process ids that a cell prints: of a child that would run for an hour. */
const startChild = `import { spawn } from 'node:child_process';
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 3600000)']);
console.log('child ' + child.pid);`;

async function childOf(session: KernelSession): Promise<number> {
  const run = await session.run(startChild);
  return Number(/child (\d+)/.exec(run.stdout)?.[1]);
}

const gone = (pid: number) =>
  vi.waitFor(async () => expect(await isRunning(pid)).toBe(false), {
    timeout: 60_000,
    interval: 100,
  });

describe('the kernel', () => {
  it('ends at a shutdown, with what it started', async () => {
    kernel = await KernelSession.start();
    const child = await childOf(kernel);
    expect(await isRunning(child)).toBe(true);
    await kernel.stop();
    await gone(kernel.kernelPid);
    await gone(child);
  }, 180_000);

  it('answers a shutdown in full before it ends: the reply, and that it is idle', async () => {
    kernel = await KernelSession.start();
    const reply = await kernel.request('control', 'shutdown_request', { restart: false });
    expect(reply.content).toEqual({ status: 'ok', restart: false });
    await kernel.waitFor(
      (m) => m.request === reply.request && m.content.execution_state === 'idle',
    );
    await gone(kernel.kernelPid);
  }, 180_000);

  it('ends when Jupyter dies, even in the middle of a loop that blocks it', async () => {
    kernel = await KernelSession.start();
    const child = await childOf(kernel);
    await kernel.running(`console.log('running');\nwhile (true);`);
    kernel.client.kill('SIGKILL');
    await gone(kernel.kernelPid);
    await gone(child);
  }, 180_000);
});
