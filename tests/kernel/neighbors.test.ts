import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../folder.js';
import { python, testPackages } from './packages.js';
import { kernelForAll } from './session.js';

// What people bring along: other names of the kernel and of TensorFlow, other programs of Jupyter.

const folder = folderForAll();

describe('@tensorflow/tfjs-node', () => {
  const kernel = kernelForAll();

  it('alone in a cell is TensorFlow, without a banner', async () => {
    const run = await kernel.works(`import * as tf from '@tensorflow/tfjs-node';
    console.log(tf.getBackend(), tf.tensor1d([1, 2]).square().sum().arraySync());`);
    expect(run.of('stream')).toEqual([{ name: 'stdout', text: 'tensorflow 5\n' }]);
    const one = await kernel.run(`import * as plain from '@tensorflow/tfjs';
    console.log(plain.Tensor === tf.Tensor, plain.getBackend());`);
    expect(one.stdout).toBe('true tensorflow\n');
  });
});

describe('@tensorflow/tfjs-node after danfojs', () => {
  const kernel = kernelForAll();

  it('is TensorFlow too, which danfojs does not load', async () => {
    const run = await kernel.works(`import * as dfd from 'danfojs-node';
    import { loadedTensorFlow } from 'memorization-kit/engine';
    new dfd.DataFrame([[1, 2]]).shape; console.log(loadedTensorFlow());`);
    expect(run.stdout).toBe('null\n');
    const later = await kernel.run(
      `import * as tf from '@tensorflow/tfjs-node'; console.log(tf.getBackend())`,
    );
    expect(later.stdout).toBe('tensorflow\n');
  });
});

describe('the name tslab', () => {
  const kernel = kernelForAll(folder, process.env, 'tslab');

  it('names the same kernel', async () => {
    const info = await kernel.request('shell', 'kernel_info_request');
    expect(info.content.implementation).toBe('memorization-kit');
  });

  it('and its functions for displays are there', async () => {
    const run = await kernel.works(`import * as tslab from 'tslab';
    tslab.display.html('<b>bold</b>'); tslab.display.png(new Uint8Array([1, 2, 3]));
    const live = tslab.newDisplay(); live.text('one'); live.text('two');
    Object.keys(tslab.versions)`);
    const shown = run.of('display_data').map(({ data }) => data);
    expect(shown).toEqual([
      { 'text/html': '<b>bold</b>' },
      { 'image/png': 'AQID' },
      { 'text/plain': 'one' },
    ]);
    expect(run.of('update_display_data').map(({ data }) => data)).toEqual([
      { 'text/plain': 'two' },
    ]);
    expect(run.value).toBe("[ 'tslab', 'typescript', 'node' ]");
  });
});

describe('papermill', () => {
  /** Runs papermill on a notebook of these cells, of which the first has the tag `parameters`. */
  async function papermill(name: string, sources: string[], ...options: string[]) {
    const cells = sources.map((source, i) => ({
      ...{ cell_type: 'code', id: `cell-${i}`, source, outputs: [], execution_count: null },
      metadata: { tags: i === 0 ? ['parameters'] : [] },
    }));
    const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
    const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    const [input, output] = ['in', 'out'].map((of) => path.join(folder, `${name}-${of}.ipynb`));
    fs.writeFileSync(input, JSON.stringify(notebook));
    const run = (...args: string[]) =>
      promisify(execFile)(python, ['-m', 'papermill', ...args], {
        ...{ env: testPackages(), cwd: folder },
      });
    await run(input, output, ...options, '--no-progress-bar');
    const made = JSON.parse(fs.readFileSync(output, 'utf8'));
    return { made, help: (await run('--help-notebook', input)).stdout };
  }

  it('gives a cell with the tag `parameters` other values', async () => {
    const given = { lr: 1e-3, name: 'it\'s "✓"\n', more: { a: [1, true, null], b: -2.5 } };
    const sources = [
      `let lr = 0.1; // the step\nconst name: string = 'a';\nlet more: any = null;`,
      'const show = () => JSON.stringify({ lr, name, more });',
      'console.log(show())',
    ];
    const { made, help } = await papermill('given', sources, '-y', JSON.stringify(given));
    const [{ text }] = made.cells.at(-1).outputs;
    expect(JSON.parse([text].flat().join(''))).toEqual(given);
    expect(help).toMatch(/lr: Unknown type \(default 0\.1\)\s+the step/);
  }, 180_000);

  it('has the message of a cell that fails', async () => {
    await expect(papermill('failing', [`throw new RangeError('odd: 3')`])).rejects.toThrow(
      /RangeError: odd: 3\s+at cell 1:1:7/,
    );
  }, 180_000);
});
