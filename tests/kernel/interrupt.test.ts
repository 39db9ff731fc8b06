import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KernelSession } from './session.js';

const endless = `await sleep(20);
console.log('running');
await new Promise(() => {});`;
const sleep = `const sleep = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));`;

let kernel: KernelSession;
beforeAll(async () => {
  kernel = await KernelSession.start();
  await kernel.run(sleep);
  await kernel.run(`import { kernelSignal } from 'memorization-kit/notebook';`);
}, 180_000);
afterAll(() => kernel?.stop(), 60_000);
beforeEach(async () => {
  await kernel.run(`1`);
});

describe('an interrupt', () => {
  it('stops a loop that watches kernelSignal(), after its last words', async () => {
    const id = kernel.submit(`const signal = kernelSignal();
    await sleep(20);
    console.log('running');
    while (!signal.aborted) await sleep(20);
    await sleep(200);
    console.log('checkpoint');`);
    await kernel.printed(id, 'running');
    kernel.interrupt();
    const run = await kernel.result(id);
    expect(run.stdout).toBe('running\ncheckpoint\n');
    expect(run.reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    expect(run.of('error')[0].traceback).toEqual(['KeyboardInterrupt: the cell was interrupted']);
    const next = await kernel.run(`kernelSignal().aborted`);
    expect(next.of('execute_result')[0].data).toEqual({ 'text/plain': 'false' });
  });

  it('makes a rejection by the signal a KeyboardInterrupt', async () => {
    await kernel.run(`import { setTimeout as delay } from 'node:timers/promises';`);
    const id = kernel.submit(`await sleep(20);
    console.log('running');
    await delay(600000, null, { signal: kernelSignal() });`);
    await kernel.printed(id, 'running');
    kernel.interrupt();
    expect((await kernel.result(id)).reply).toMatchObject({ ename: 'KeyboardInterrupt' });
  });

  it('ends a cell that does not listen, and says that its code goes on', async () => {
    const id = kernel.submit(endless);
    await kernel.printed(id, 'running');
    kernel.interrupt();
    const run = await kernel.result(id);
    expect(run.reply.ename).toBe('KeyboardInterrupt');
    expect(run.reply.traceback.join('\n')).toContain('may go on in the background');
    expect((await kernel.run(`2`)).reply.status).toBe('ok');
  });

  it('breaks off a synchronous loop', async () => {
    const id = kernel.submit(`console.log('running');\nwhile (true);`);
    await kernel.printed(id, 'running');
    kernel.interrupt();
    expect((await kernel.result(id)).reply).toMatchObject({ ename: 'KeyboardInterrupt' });
    expect((await kernel.run(`3`)).reply.status).toBe('ok');
  });

  it('does not end a kernel in which a cell listens to SIGINT', async () => {
    await kernel.run(`process.on('SIGINT', () => {});`);
    process.kill(kernel.kernelPid, 'SIGINT');
    const id = kernel.submit(`console.log('running');\nwhile (true);`);
    await kernel.printed(id, 'running');
    kernel.interrupt();
    expect((await kernel.result(id)).reply).toMatchObject({ ename: 'KeyboardInterrupt' });
    expect((await kernel.run(`4`)).reply.status).toBe('ok');
  });

  it('between two cells does not stop the next one', async () => {
    kernel.interrupt();
    await kernel.request('control', 'kernel_info_request');
    const run = await kernel.run(`await sleep(50);\nkernelSignal().aborted`);
    expect(run.of('execute_result')[0].data).toEqual({ 'text/plain': 'false' });
  });

  it('may come as a message', async () => {
    const id = kernel.submit(endless);
    await kernel.printed(id, 'running');
    const reply = await kernel.request('control', 'interrupt_request');
    expect(reply.type).toBe('interrupt_reply');
    expect((await kernel.result(id)).reply.ename).toBe('KeyboardInterrupt');
  });
});
