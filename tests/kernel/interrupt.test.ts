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

  it('does not end a kernel in which a cell listens to SIGINT', async () => {
    await kernel.run(`process.on('SIGINT', () => {});`);
    process.kill(kernel.kernelPid, 'SIGINT');
    // until it has come: else, on a busy machine, it would stop the next cell, and the interrupt the one after
    await kernel.request('control', 'kernel_info_request');
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

/** Loops that do not end, each as a cell; all print `running` first. */
const loops: Record<string, string> = {
  'a synchronous loop': `while (true);`,
  'a loop after an await': `await null; while (true) {}`,
  'a loop that awaits what only computes': `const step = async () => { let n = 0; for (let i = 0; i < 1e5; i++) n += i; return n; };
    while (true) { await step() }`,
  'a loop that awaits nothing': `do { await null } while (true)`,
  'a loop in a timer': `setTimeout(() => { for (;;); }); await new Promise(() => {});`,
  'a loop in an immediate': `setImmediate(() => { for (;;); }); await new Promise(() => {});`,
  'a loop in nextTick': `process.nextTick(() => { for (;;); }); await new Promise(() => {});`,
  'a loop of timers': `const again = () => { setTimeout(again, 1) }; again(); await new Promise(() => {});`,
  'a loop of immediates': `const next = () => { setImmediate(next) }; next(); await new Promise(() => {});`,
  'an interval': `setInterval(() => {}, 1); await new Promise(() => {});`,
  'a chain of promises without a loop': `const chain = (): any => Promise.resolve().then(chain); await chain();`,
  'a generator': `function* forever() { while (true) yield 1; } for (const one of forever()) one;`,
  'an async generator': `async function* forever() { while (true) yield 1; } for await (const one of forever()) one;`,
  'a callback of the standard library': `const endless = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) };
    new Set(endless as any);`,
  'a callback of a file that was read': `import * as fs from 'node:fs';
    fs.readFile('/dev/null', () => { while (true); }); await new Promise(() => {});`,
  'a regular expression': `/(a+)+b/.test('a'.repeat(60) + 'c')`,
  'one that catches everything': `while (true) { try { await null; } catch {} }`,
  'one in a library after an await': `await null; structuredClone(1); JSON.parse(JSON.stringify([...(function* () { yield* Array(1e9).keys() })()]));`,
};

describe('an interrupt ends', () => {
  it.each(Object.entries(loops))('%s', async (name, loop) => {
    await kernel.run(`let kept = 'kept';`);
    const id = kernel.submit(`let own = '${name}';\nconsole.log('running');\n${loop}`);
    await kernel.printed(id, 'running');
    await new Promise((resolve) => setTimeout(resolve, 100));
    kernel.interrupt();
    const { reply } = await kernel.result(id);
    expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    const next = await kernel.run(`console.log(kept, own); await sleep(10); kept + own`);
    expect(next.reply.traceback ?? next.reply.status).toBe('ok');
    expect(next.stdout).toBe(`kept ${name}\n`);
  });

  it('what runs its finally blocks', async () => {
    const id = kernel.submit(`console.log('running');
    try { while (true) await null } finally { console.log('put away') }`);
    await kernel.printed(id, 'running');
    kernel.interrupt();
    expect((await kernel.result(id)).stdout).toContain('put away');
  });

  it('nothing that an earlier cell has left running', async () => {
    await kernel.run(`let beats = 0; const heart = setInterval(() => { beats++ }, 5);
    const numbers = (function* () { for (let i = 0; ; i++) yield i; })(); numbers.next();`);
    const id = kernel.submit(`console.log('running'); while (true) numbers.next();`);
    await kernel.printed(id, 'running');
    kernel.interrupt();
    expect((await kernel.result(id)).reply.ename).toBe('KeyboardInterrupt');
    const next = await kernel.run(`const before = beats; await sleep(100); clearInterval(heart);
    console.log(beats > before, numbers.next().value > 0)`);
    expect(next.stdout).toBe('true true\n');
  });

  it('a cell whose loop goes on in the background, for good', async () => {
    const id = kernel.submit(`let turns = 0; console.log('running');
    import { setTimeout as pause } from 'node:timers/promises';
    while (true) { await pause(300); turns++; }`);
    await kernel.printed(id, 'running');
    kernel.interrupt();
    expect((await kernel.result(id)).reply.ename).toBe('KeyboardInterrupt');
    const next = await kernel.run(
      `await sleep(700); const seen = turns; await sleep(700); console.log(turns - seen)`,
    );
    expect(next.stdout).toBe('0\n');
  });
});
