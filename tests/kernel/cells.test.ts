import { describe, expect, it } from 'vitest';
import { kernelForAll } from './session.js';

const kernel = kernelForAll();

describe('a cell that fails', () => {
  it.each([
    ['an error', `throw new RangeError('odd: 3')`, 'RangeError', 'odd: 3'],
    ['after an await', `await sleep(10); throw new Error('late')`, 'Error', 'late'],
    ['what is no Error', `throw { code: 7 }`, 'Thrown', '{ code: 7 }'],
    [
      'a promise that nobody awaited',
      `void Promise.reject(new TypeError('lost'));\n1`,
      'UnhandledRejection',
      'TypeError: lost',
    ],
    [
      'an exception in a callback',
      `setTimeout(() => { throw new Error('in a timer'); }, 0); await sleep(50);`,
      'UncaughtException',
      'Error: in a timer',
    ],
    [
      'a type error, with its line',
      `const a = 1;\nconst word: string = a;`,
      'TypeScriptError',
      "line 2: Type 'number' is not assignable to type 'string'.",
    ],
    [
      'a type error in a module cell',
      `/** @module broken */\nexport const n: number = 'x';`,
      'TypeScriptError',
      "line 2: Type 'string' is not assignable to type 'number'.",
    ],
    [
      'a MIME bundle that cannot be made',
      `({ [Symbol.for('Jupyter.display')]() { throw new Error('no'); } })`,
      'Error',
      'no',
    ],
  ])('reports %s, in the reply and to the notebook', async (_, code, ename, evalue) => {
    await kernel.works(`const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));`);
    const { reply, of } = await kernel.run(code);
    expect(reply).toMatchObject({ status: 'error', ename, evalue });
    const { traceback } = reply;
    expect(of('error')).toEqual([{ ename, evalue, traceback }]);
  });

  it('lists every type error', async () => {
    const run = await kernel.run(`missing1;\nmissing2;`);
    const traceback = run.reply.traceback.join('\n');
    expect(traceback).toContain("Cannot find name 'missing1'");
    expect(traceback).toContain("Cannot find name 'missing2'");
  });

  it('reports what an earlier cell left behind in the next one', async () => {
    await kernel.works(`setTimeout(() => {
      console.log('rejecting');
      void Promise.reject(new Error('left'));
    }, 100); console.log('ok')`);
    await kernel.waitFor((m) => m.type === 'stream' && m.content.text === 'rejecting\n');
    const next = await kernel.run(`console.log('not run')`);
    expect(next.reply).toMatchObject({ ename: 'UnhandledRejection', evalue: 'Error: left' });
    expect(next.stdout).toBe('');
    await kernel.works(`1`);
  });
});

describe('the order of cells', () => {
  it('counts, and announces each cell with its count', async () => {
    const first = await kernel.run(`const counted = 1`);
    const second = await kernel.run(`counted + 1`);
    const execution_count = first.reply.execution_count + 1;
    expect(second.of('execute_input')).toEqual([{ code: 'counted + 1', execution_count }]);
    expect(second.reply.execution_count).toBe(execution_count);
    const types = ['status', 'execute_input', 'execute_result', 'status'];
    expect(second.iopub.map((m) => m.type)).toEqual(types);
  });

  it.each([
    ['runs the cells after a tolerated error', false, ['error', 'ok', 'ok'], '42'],
    ['skips those that were queued behind another', true, ['error', 'aborted', 'aborted']],
  ])('%s', async (_, stopOnError, statuses, value = undefined) => {
    const cells = [
      `await new Promise((r) => setTimeout(r, 100)); throw new Error('stop')`,
      `const after = 41`,
      `after + 1`,
    ];
    const ids = cells.map((code) => kernel.submit(code, stopOnError));
    const runs = await Promise.all(ids.map((id) => kernel.result(id)));
    expect(runs.map((run) => run.reply.status)).toEqual(statuses);
    expect(runs[2].value).toBe(value);
    await kernel.works(`3`);
  });
});

describe('output', () => {
  it('shows the value of the last expression', async () => {
    expect((await kernel.run(`({ loss: 0.5 })`)).value).toBe('{ loss: 0.5 }');
  });

  it("shows an object's own MIME bundle, also one that takes time", async () => {
    const run = await kernel.run(`({
      async [Symbol.for('Jupyter.display')]() { return { 'text/markdown': '**bold**' }; },
    })`);
    expect(run.of('execute_result')[0].data).toEqual({ 'text/markdown': '**bold**' });
  });

  it('takes what is written through streams and pipes', async () => {
    const run = await kernel.works(`import { Readable } from 'node:stream';
    import { pipeline } from 'node:stream/promises';
    const bytes = Buffer.from('größer\\n');
    await pipeline(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]), process.stdout, { end: false });
    await new Promise<void>((done) => process.stdout.write('written\\n', () => done()));
    console.error('to stderr');`);
    expect(run.stdout).toBe('größer\nwritten\n');
    expect(run.of('stream')).toContainEqual({ name: 'stderr', text: 'to stderr\n' });
  });
});
