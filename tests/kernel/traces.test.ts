import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../folder.js';
import { kernelForAll } from './session.js';

const folder = folderForAll();
const kernel = kernelForAll(folder);
const write = (name: string, text: string): void => fs.writeFileSync(path.join(folder, name), text);

const plumbing = /node:internal|build.scripts|scripts.kernel|node_modules|notebook-cell|\$\$/;

async function traceback(code: string): Promise<string> {
  const { reply } = await kernel.run(code);
  expect(reply.status).toBe('error');
  const text: string = reply.traceback.join('\n');
  expect(text).not.toMatch(plumbing);
  return text;
}

/** The number of the cell that defines two functions, one of which fails in its third line. */
async function defined(): Promise<number> {
  const { reply } = await kernel.run(`interface Unused { a: number }
function half(n: number): number {
  if (n % 2) throw new RangeError(\`odd: \${n}\`);
  return n / 2;
}
const later = async (n: number) => { await null; return half(n); };`);
  return reply.execution_count;
}

describe('a trace', () => {
  it('shows cell, line, column and the line itself, through cells', async () => {
    const cell = await defined();
    const text = await traceback(`const three = 3;\n  half(three);`);
    expect(text.split('\n')).toEqual([
      'RangeError: odd: 3',
      `    at half (cell ${cell}:3:20): if (n % 2) throw new RangeError(\`odd: \${n}\`);`,
      `    at cell ${cell + 1}:2:3: half(three);`,
    ]);
  });

  it('also after an await, in a timer and in a callback', async () => {
    const cell = await defined();
    const half = `at half (cell ${cell}:3:20)`;
    expect(await traceback(`await later(5)`)).toContain(half);
    expect(await traceback(`await later(5)`)).toContain(`at later (cell ${cell}:6:`);
    const timer = `setTimeout(() => half(5)); await new Promise((r) => setTimeout(r, 50))`;
    expect(await traceback(timer)).toContain(half);
    expect(await traceback(`[1, 3].map(half)`)).toContain(`at Array.map (<anonymous>)`);
  });

  it('is the same in console.error, console.trace and a displayed Error', async () => {
    const cell = await defined();
    const run =
      await kernel.run(`const caught = (() => { try { half(1); } catch (error) { return error; } })();
console.error(caught);
console.trace('here');
caught`);
    const number = run.reply.execution_count;
    const texts = run.of('stream').map(({ text }) => text);
    const printed = texts.join('');
    const frame = `at half (cell ${cell}:3:20): if (n % 2) throw`;
    expect(printed).toContain(frame);
    expect(printed).toContain(`Trace: here\n    at cell ${number}:3:9: console.trace('here');`);
    expect(printed).not.toMatch(plumbing);
    expect(run.value).toContain(frame);
  });

  it('shows the cause, with its place', async () => {
    const text = await traceback(`try { JSON.parse('{'); } catch (cause) {
  throw new Error('not readable', { cause });
}`);
    expect(text).toMatch(/Error: not readable\n\s+at cell \d+:2:9/);
    expect(text).toMatch(/\[cause\]: SyntaxError.*\n\s+at JSON.parse.*\n\s+at cell \d+:1:12/);
  });
});

describe('a message of the compiler', () => {
  it('shows the place of a syntax error', async () => {
    const text = await traceback(`const a = 1;\nlet 3x = 1;`);
    expect(text).toMatch(/^cell \d+, line 2, column 6: .*\n {4}let 3x = 1;\n {9}\^/m);
  });

  it('shows the place of a type error in an imported file', async () => {
    write('wrong.ts', `export const one = 1;\nconst word: string = one;\n`);
    const text = await traceback(`import { one } from './wrong';\none`);
    expect(text.split('\n')).toEqual([
      "wrong.ts, line 2, column 7: Type 'number' is not assignable to type 'string'.",
      '    const word: string = one;',
      '          ^^^^',
    ]);
  });

  it('goes away when the file has been mended, and its errors at run time have lines of it', async () => {
    write(
      'wrong.ts',
      `interface Gone { a: string }\nexport const one = 1;\nexport function fail(): never {\n  throw new Error('in a file');\n}\n`,
    );
    const text = await traceback(`import { fail, one } from './wrong';\none; fail()`);
    expect(text).toMatch(/at fail \(.*wrong\.ts:4:9\)\n\s+at cell \d+:2:6: one; fail\(\)/);
  });

  it('is about the import where a package is not there, until it is', async () => {
    expect(await traceback(`import { two } from 'installed-later';`)).toContain(
      "Cannot find module 'installed-later'",
    );
    const place = 'node_modules/installed-later';
    fs.mkdirSync(path.join(folder, place), { recursive: true });
    write(`${place}/package.json`, '{"name":"installed-later","main":"i.js","types":"i.d.ts"}');
    write(`${place}/i.js`, 'exports.two = 2;');
    write(`${place}/i.d.ts`, 'export const two: number;');
    expect((await kernel.run(`import { two } from 'installed-later'; two`)).value).toBe('2');
  });
});
