import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelSession } from './session.js';

let kernel: KernelSession;
beforeAll(async () => {
  kernel = await KernelSession.start();
}, 180_000);
afterAll(() => kernel?.stop(), 60_000);

describe('a cell that fails', () => {
  it('reports name, message and traceback, in the reply and to the notebook', async () => {
    const run = await kernel.run(`function half(n: number) {
      if (n % 2) throw new RangeError('odd: ' + n);
      return n / 2;
    }
    half(3)`);
    expect(run.reply).toMatchObject({ status: 'error', ename: 'RangeError', evalue: 'odd: 3' });
    const [error] = run.of('error');
    expect(error).toMatchObject({ ename: 'RangeError', evalue: 'odd: 3' });
    const traceback = error.traceback.join('\n');
    expect(traceback).toContain('RangeError: odd: 3');
    expect(traceback).toMatch(/at half \(cell \d+:2:\d+\): .*throw new RangeError/);
    expect(traceback).not.toMatch(/tslab|node:vm|scripts.kernel/);
  });

  it('fails after an await as well', async () => {
    const run = await kernel.run(`await new Promise((r) => setTimeout(r, 10));
    throw new Error('late')`);
    expect(run.reply).toMatchObject({ status: 'error', ename: 'Error', evalue: 'late' });
  });

  it('can throw what is not an Error', async () => {
    const run = await kernel.run(`throw { code: 7 }`);
    expect(run.reply).toMatchObject({ status: 'error', ename: 'Thrown', evalue: '{ code: 7 }' });
  });

  it('shows the line of a type error', async () => {
    const run = await kernel.run(`const a = 1;\nconst word: string = a;`);
    expect(run.reply).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
    expect(run.reply.evalue).toBe("line 2: Type 'number' is not assignable to type 'string'.");
    expect(run.reply.traceback.slice(1)).toEqual(['    const word: string = a;', '          ^^^^']);
  });

  it('lists every type error', async () => {
    const run = await kernel.run(`missing1;\nmissing2;`);
    const traceback = run.reply.traceback.join('\n');
    expect(traceback).toContain("Cannot find name 'missing1'");
    expect(traceback).toContain("Cannot find name 'missing2'");
  });

  it('fails on a type error in a module cell', async () => {
    const run = await kernel.run(`/** @module broken */\nexport const n: number = 'x';`);
    expect(run.reply).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
  });

  it('does not lose a promise that nobody awaited', async () => {
    const run = await kernel.run(`void Promise.reject(new TypeError('lost'));\n1`);
    expect(run.reply).toMatchObject({
      status: 'error',
      ename: 'UnhandledRejection',
      evalue: 'TypeError: lost',
    });
  });

  it('does not lose an exception in a callback', async () => {
    const run = await kernel.run(`setTimeout(() => { throw new Error('in a timer'); }, 0);
    await new Promise((r) => setTimeout(r, 50));`);
    expect(run.reply).toMatchObject({ ename: 'UncaughtException', evalue: 'Error: in a timer' });
  });

  it('reports what an earlier cell left behind in the next one', async () => {
    const first = kernel.submit(`setTimeout(() => {
      console.log('rejecting');
      void Promise.reject(new Error('left'));
    }, 100); console.log('ok')`);
    expect((await kernel.result(first)).reply.status).toBe('ok');
    await kernel.waitFor((m) => m.type === 'stream' && m.content.text === 'rejecting\n');
    const next = await kernel.run(`console.log('not run')`);
    expect(next.reply).toMatchObject({ ename: 'UnhandledRejection', evalue: 'Error: left' });
    expect(next.stdout).toBe('');
    expect((await kernel.run(`1`)).reply.status).toBe('ok');
  });
});

describe('the order of cells', () => {
  it('counts, and announces each cell with its count', async () => {
    const first = await kernel.run(`const counted = 1`);
    const second = await kernel.run(`counted + 1`);
    const [input] = second.of('execute_input');
    expect(input).toEqual({
      code: 'counted + 1',
      execution_count: first.reply.execution_count + 1,
    });
    expect(second.reply.execution_count).toBe(input.execution_count);
    expect(second.iopub.map((m) => m.type)).toEqual([
      'status',
      'execute_input',
      'execute_result',
      'status',
    ]);
  });

  it('runs the cells after a tolerated error', async () => {
    const ids = [`throw new Error('tolerated')`, `const after = 41`, `after + 1`].map((code) =>
      kernel.submit(code, false),
    );
    const runs = await Promise.all(ids.map((id) => kernel.result(id)));
    expect(runs.map((run) => run.reply.status)).toEqual(['error', 'ok', 'ok']);
    expect(runs[2].of('execute_result')[0].data).toEqual({ 'text/plain': '42' });
  });

  it('skips the cells that were queued behind a failure, and no later one', async () => {
    const ids = [
      `await new Promise((r) => setTimeout(r, 100)); throw new Error('stop')`,
      `1`,
      `2`,
    ].map((code) => kernel.submit(code));
    const runs = await Promise.all(ids.map((id) => kernel.result(id)));
    expect(runs.map((run) => run.reply.status)).toEqual(['error', 'aborted', 'aborted']);
    expect((await kernel.run(`3`)).reply.status).toBe('ok');
  });
});

describe('output', () => {
  it('shows the value of the last expression', async () => {
    const run = await kernel.run(`({ loss: 0.5 })`);
    expect(run.of('execute_result')[0].data).toEqual({ 'text/plain': '{ loss: 0.5 }' });
  });

  it("shows an object's own MIME bundle, also one that takes time", async () => {
    const run = await kernel.run(`({
      async [Symbol.for('Jupyter.display')]() { return { 'text/markdown': '**bold**' }; },
    })`);
    expect(run.of('execute_result')[0].data).toEqual({ 'text/markdown': '**bold**' });
  });

  it('fails when the MIME bundle cannot be made', async () => {
    const run = await kernel.run(
      `({ [Symbol.for('Jupyter.display')]() { throw new Error('no'); } })`,
    );
    expect(run.reply).toMatchObject({ status: 'error', evalue: 'no' });
  });

  it('takes what is written through streams and pipes', async () => {
    const run = await kernel.run(`import { Readable } from 'node:stream';
    import { pipeline } from 'node:stream/promises';
    const bytes = Buffer.from('größer\\n');
    await pipeline(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]), process.stdout, { end: false });
    await new Promise<void>((done) => process.stdout.write('written\\n', () => done()));
    console.error('to stderr');`);
    expect(run.reply.status).toBe('ok');
    expect(run.stdout).toBe('größer\nwritten\n');
    expect(run.of('stream')).toContainEqual({ name: 'stderr', text: 'to stderr\n' });
  });
});
