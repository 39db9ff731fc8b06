import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { python, testPackages } from './packages.js';
import { KernelSession } from './session.js';

// What people bring along: other names of the kernel and of TensorFlow, other programs of Jupyter.

const folder = fs.mkdtempSync(path.join(tmpdir(), 'kit-neighbors-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('@tensorflow/tfjs-node', () => {
  let kernel: KernelSession;
  afterEach(() => kernel.stop());

  it('alone in a cell is TensorFlow, without a banner', async () => {
    kernel = await KernelSession.start();
    const run = await kernel.run(`import * as tf from '@tensorflow/tfjs-node';
    console.log(tf.getBackend(), tf.tensor1d([1, 2]).square().sum().arraySync());`);
    expect(run.reply.traceback ?? run.reply.status).toBe('ok');
    expect(run.of('stream')).toEqual([{ name: 'stdout', text: 'tensorflow 5\n' }]);
    const one = await kernel.run(`import * as plain from '@tensorflow/tfjs';
    console.log(plain.Tensor === tf.Tensor, plain.getBackend());`);
    expect(one.stdout).toBe('true tensorflow\n');
  }, 180_000);

  it('is that also after danfojs, which does not load it', async () => {
    kernel = await KernelSession.start();
    const run = await kernel.run(`import * as dfd from 'danfojs-node';
    import { loadedTensorFlow } from 'memorization-kit/engine';
    new dfd.DataFrame([[1, 2]]).shape; console.log(loadedTensorFlow());`);
    expect(run.reply.traceback ?? run.reply.status).toBe('ok');
    expect(run.stdout).toBe('null\n');
    const later = await kernel.run(
      `import * as tf from '@tensorflow/tfjs-node'; console.log(tf.getBackend())`,
    );
    expect(later.stdout).toBe('tensorflow\n');
  }, 180_000);
});

describe('the name tslab', () => {
  let kernel: KernelSession;
  beforeAll(async () => {
    kernel = await KernelSession.start(folder, process.env, 'tslab');
  }, 180_000);
  afterAll(() => kernel?.stop(), 60_000);

  it('names the same kernel', async () => {
    const info = await kernel.request('shell', 'kernel_info_request');
    expect(info.content.implementation).toBe('memorization-kit');
  });

  it('and its functions for displays are there', async () => {
    const run = await kernel.run(`import * as tslab from 'tslab';
    tslab.display.html('<b>bold</b>'); tslab.display.png(new Uint8Array([1, 2, 3]));
    const live = tslab.newDisplay(); live.text('one'); live.text('two');
    Object.keys(tslab.versions)`);
    expect(run.reply.traceback ?? run.reply.status).toBe('ok');
    const shown = run.of('display_data').map(({ data }) => data);
    expect(shown).toEqual([
      { 'text/html': '<b>bold</b>' },
      { 'image/png': 'AQID' },
      { 'text/plain': 'one' },
    ]);
    expect(run.of('update_display_data').map(({ data }) => data)).toEqual([
      { 'text/plain': 'two' },
    ]);
    expect(run.of('execute_result')[0].data['text/plain']).toBe(
      "[ 'tslab', 'typescript', 'node' ]",
    );
  });
});

describe('papermill', () => {
  const notebook = (cells: unknown[]) => ({
    cells,
    metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
    nbformat: 4,
    nbformat_minor: 5,
  });
  const code = (id: string, source: string, tags: string[] = []) => {
    return {
      cell_type: 'code',
      id,
      source,
      metadata: { tags },
      outputs: [],
      execution_count: null,
    };
  };

  it('gives a cell with the tag `parameters` other values', async () => {
    const env = testPackages();
    const input = path.join(folder, 'in.ipynb');
    const output = path.join(folder, 'out.ipynb');
    const first = `let lr = 0.1; // the step\nconst name: string = 'a';\nlet more: any = null;`;
    const cells = [
      code('one', first, ['parameters']),
      code('two', 'const show = () => JSON.stringify({ lr, name, more });'),
      code('three', 'console.log(show())'),
    ];
    fs.writeFileSync(input, JSON.stringify(notebook(cells)));
    const given = { lr: 1e-3, name: 'it\'s "✓"\n', more: { a: [1, true, null], b: -2.5 } };
    const args = ['-m', 'papermill', input, output, '-y', JSON.stringify(given)];
    await promisify(execFile)(python, [...args, '--no-progress-bar'], { env, cwd: folder });
    const made = JSON.parse(fs.readFileSync(output, 'utf8'));
    const [{ text }] = made.cells.at(-1).outputs;
    expect(JSON.parse([text].flat().join(''))).toEqual(given);
    const help = await promisify(execFile)(python, ['-m', 'papermill', '--help-notebook', input], {
      env,
    });
    expect(help.stdout).toMatch(/lr: Unknown type \(default 0\.1\)\s+the step/);
  }, 180_000);

  it('has the message of a cell that fails', async () => {
    const input = path.join(folder, 'failing.ipynb');
    fs.writeFileSync(
      input,
      JSON.stringify(notebook([code('one', `throw new RangeError('odd: 3')`)])),
    );
    const args = ['-m', 'papermill', input, path.join(folder, 'failed.ipynb'), '--no-progress-bar'];
    const run = promisify(execFile)(python, args, { env: testPackages(), cwd: folder });
    await expect(run).rejects.toThrow(/RangeError: odd: 3\s+at cell 1:1:7/);
  }, 180_000);
});
