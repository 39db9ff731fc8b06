import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../folder.js';
import { kernelForAll, root } from './session.js';

/** A notebook that lies outside the clone, as a copy that somebody made does. */
const folder = folderForAll();
const kernel = kernelForAll(folder);

const failure = async (code: string): Promise<string> => {
  const { reply } = await kernel.run(code);
  expect(reply.status).toBe('error');
  return (reply.traceback as string[]).join('\n');
};

describe('a notebook outside the clone', () => {
  it('runs the first cells of every notebook of the kit: its imports are those of the kernel', async () => {
    const names = fs.readdirSync(path.join(root, 'notebooks')).filter((n) => n.endsWith('.ipynb'));
    expect(names.length).toBeGreaterThan(4);
    for (const name of names) {
      const { cells } = JSON.parse(fs.readFileSync(path.join(root, 'notebooks', name), 'utf8')) as {
        cells: { cell_type: string; source: string[] }[];
      };
      const first = cells.find((cell) => cell.cell_type === 'code')!;
      const { reply, stdout } = await kernel.run(first.source.join(''));
      expect([name, reply.status, reply.evalue]).toEqual([name, 'ok', undefined]);
      expect(stdout).toMatch(/^profile: /);
    }
  });

  it('reads the stored results of the clone', async () => {
    const { stdout } = await kernel.run(
      `import { readSettings } from 'memorization-kit/engine'; console.log(readSettings().dataDir)`,
    );
    expect(stdout).toBe(`${path.join(root, 'data')}\n`);
  });

  it('imports files of its folder that import the kit: TypeScript, CommonJS, and cells', async () => {
    const mean = `import { mean } from 'memorization-kit/stats';\nexport const m = mean([1, 3]);\n`;
    fs.writeFileSync(path.join(folder, 'helper.ts'), mean);
    fs.writeFileSync(
      path.join(folder, 'plain.js'),
      `exports.m = require('memorization-kit/stats').mean([1, 5]);`,
    );
    await kernel.run(`/** @module inner */\n${mean}`);
    const { stdout } = await kernel.works(`import { m } from './helper';
import { m as cell } from './inner';
console.log(m, require('./plain.js').m, cell);`);
    expect(stdout).toBe('2 3 2\n');
  });

  it('is told that an .mjs file finds only what lies beside it', async () => {
    fs.writeFileSync(path.join(folder, 'esm.mjs'), `import 'memorization-kit/stats';`);
    expect(await failure(`await import('./esm.mjs')`)).toMatch(
      /Cannot find package 'memorization-kit'.*\n.*as a \.ts or \.js file/,
    );
  });

  it.each([
    [`import { x } from 'memorization-kit/engines';`],
    [`import * as kit from 'memorization-kit';`],
    [`require('memorization-kit/engines');`],
  ])('is told which parts the kit has, and in which folder: %s', async (code) => {
    const text = await failure(code);
    expect(text).toContain('Cannot find module');
    expect(text).toContain(`memorization-kit, in ${root}, has the parts base, datasets, engine,`);
  });

  it('is told where a file was looked for, and what to write of one that was beside the original', async () => {
    expect(await failure(`import { a } from './helpers';`)).toContain(
      `It was looked for from ${folder}, where this notebook runs. Put the file there,`,
    );
    expect(await failure(`import lib from '../lib/package.json';`)).toContain(
      `write '${path.join(root, 'lib/package.json')}' instead`,
    );
    expect(await failure(`require('./helpers');`)).toContain(folder);
  });

  it('is told where a package can be put', async () => {
    expect(await failure(`import _ from 'no-such-package';`)).toContain(
      `looked for from ${folder} upwards, where this notebook runs, and in ${root}.`,
    );
  });
});
