import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { kernelForAll } from './session.js';

const endless = `await sleep(20);
console.log('running');
await new Promise(() => {});`;
const sleep = `const sleep = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));`;

const kernel = kernelForAll();
beforeAll(async () => {
  await kernel.run(sleep);
  await kernel.run(`import { kernelSignal } from 'memorization-kit/notebook';`);
});
beforeEach(async () => {
  await kernel.run(`1`);
});

describe('an interrupt', () => {
  it('stops a loop that watches kernelSignal(), after its last words', async () => {
    const run = await kernel.interrupted(`const signal = kernelSignal();
    await sleep(20);
    console.log('running');
    while (!signal.aborted) await sleep(20);
    await sleep(200);
    console.log('checkpoint');`);
    expect(run.stdout).toBe('running\ncheckpoint\n');
    expect(run.of('error')[0].traceback).toEqual(['KeyboardInterrupt: the cell was interrupted']);
    expect((await kernel.run(`kernelSignal().aborted`)).value).toBe('false');
  });

  it('makes a rejection by the signal a KeyboardInterrupt', async () => {
    await kernel.run(`import { setTimeout as delay } from 'node:timers/promises';`);
    await kernel.interrupted(`await sleep(20);
    console.log('running');
    await delay(600000, null, { signal: kernelSignal() });`);
  });

  it('ends a cell that does not listen, and says that its code goes on', async () => {
    const { reply } = await kernel.interrupted(endless);
    expect(reply.traceback.join('\n')).toContain('may go on in the background');
    await kernel.works(`2`);
  });

  it('does not end a kernel in which a cell listens to SIGINT', async () => {
    await kernel.works(`process.on('SIGINT', () => (process.env.HEARD = 'it'));`);
    process.kill(kernel.kernelPid, 'SIGINT');
    // until it has come: else, on a busy machine, it would stop the next cell, and the interrupt the one after
    const heard = async () => (await kernel.run('process.env.HEARD')).value;
    await vi.waitFor(async () => expect(await heard()).toMatch('it'), 20_000);
    await kernel.interrupted(`console.log('running');\nwhile (true);`);
    await kernel.works(`4`);
  });

  it('between two cells does not stop the next one', async () => {
    kernel.interrupt();
    await kernel.request('control', 'kernel_info_request');
    expect((await kernel.run(`await sleep(50);\nkernelSignal().aborted`)).value).toBe('false');
  });

  it('may come as a message', async () => {
    const id = await kernel.running(endless);
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
    const id = await kernel.running(`let own = '${name}';\nconsole.log('running');\n${loop}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    kernel.interrupt();
    const { reply } = await kernel.result(id);
    expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    const next = await kernel.works(`console.log(kept, own); await sleep(10); kept + own`);
    expect(next.stdout).toBe(`kept ${name}\n`);
  });

  it('what runs its finally blocks', async () => {
    const run = await kernel.interrupted(`console.log('running');
    try { while (true) await null } finally { console.log('put away') }`);
    expect(run.stdout).toContain('put away');
  });

  it('nothing that an earlier cell has left running', async () => {
    await kernel.run(`let beats = 0; const heart = setInterval(() => { beats++ }, 5);
    const numbers = (function* () { for (let i = 0; ; i++) yield i; })(); numbers.next();`);
    await kernel.interrupted(`console.log('running'); while (true) numbers.next();`);
    const next = await kernel.run(`const before = beats; await sleep(100); clearInterval(heart);
    console.log(beats > before, numbers.next().value > 0)`);
    expect(next.stdout).toBe('true true\n');
  });

  it('a cell whose loop goes on in the background, for good', async () => {
    await kernel.interrupted(`let turns = 0; console.log('running');
    import { setTimeout as pause } from 'node:timers/promises';
    while (true) { await pause(300); turns++; }`);
    const next = await kernel.run(
      `await sleep(700); const seen = turns; await sleep(700); console.log(turns - seen)`,
    );
    expect(next.stdout).toBe('0\n');
  });
});
