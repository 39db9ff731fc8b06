import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../folder.js';
import { kernelForAll } from './session.js';

const folder = folderForAll();
const files = {
  'node_modules/only-esm/package.json':
    '{"name":"only-esm","type":"module","exports":{"import":"./i.js","types":"./i.d.ts"}}',
  'node_modules/only-esm/i.js': 'export const three = await 3; export default "esm";',
  'node_modules/only-esm/i.d.ts':
    'export const three: number; declare const d: string; export default d;',
  'helper.ts': 'import { three } from "./other"; export const nine = three * 3;',
  'other.ts': 'export const three: number = 3;',
  'data.json': '{"a":[1,2]}',
  'plain.cjs': 'module.exports = function plain() { return "plain" };',
};
for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
}
const kernel = kernelForAll(folder);

/** Cells and what they print or show. */
const cells: [string, string][] = [
  ['await (Promise.resolve(1))', '1'],
  ['await [1]', '[ 1 ]'],
  ['await (async () => 5)()', '5'],
  ['await `six`', "'six'"],
  ['for await (const x of [Promise.resolve(7)]) console.log(x)', '7\n'],
  ['const { a, ...rest } = await { a: 1, b: 2 }; rest', '{ b: 2 }'],
  ['export const shared = 8; export function twice() { return shared * 2 }', ''],
  ['twice()', '16'],
  ['export default 9', ''],
  ['const hidden = 10; export { hidden as other }', ''],
  ['hidden', '10'],
  ['export class Box { constructor(readonly v = 11) {} }', ''],
  ['new Box().v', '11'],
  ['export enum Level { Low = 12 } export type L = Level; export interface I { l: L }', ''],
  ['const level: I = { l: Level.Low }; level.l', '12'],
  ["export * from 'node:path'", ''],
  ["const { join } = await import('node:path'); join('a', 'b')", "'a/b'"],
  ["import fs = require('node:fs'); fs.existsSync('/')", 'true'],
  ["const os = require('node:os'); typeof os.cpus()", "'object'"],
  ["import three3, { three } from 'only-esm'; [three3, three]", "[ 'esm', 3 ]"],
  ["(await import('only-esm')).default", "'esm'"],
  ["import { nine } from './helper'; nine", '9'],
  ["(await import('./helper')).nine", '9'],
  ["import data from './data.json'; data.a", '[ 1, 2 ]'],
  ["import plain from './plain.cjs'; plain()", "'plain'"],
  ["import { readFileSync as read } from 'fs'; typeof read", "'function'"],
  ["import 'node:os'", ''],
  ['/** @module cellmade */\nexport const made = 14;', ''],
  ["import { made } from './cellmade'; made", '14'],
  ['let y!: number; y = 15; y', '15'],
  ['using held = { [Symbol.dispose]() { console.log("disposed") } };', 'disposed\n'],
  [
    'declare global { interface Array<T> { first(): T } }\nArray.prototype.first = function () { return this[0] }; void 0',
    '',
  ],
  ['[16].first()', '16'],
  [
    'outer: for (const i of [1, 2]) for (;;) { if (i === 2) break outer; console.log(i); continue outer; }',
    '1\n',
  ],
  [
    'function over(a: string): string; function over(a: number): number; function over(a: any) { return a }',
    '',
  ],
  ['over(17)', '17'],
  ['abstract class Base { static #n = 18; static n() { return Base.#n } }', ''],
  ['Base.n()', '18'],
  ['const later = () => defined_below(); function defined_below() { return 19 } later()', '19'],
  [
    'function log(target: any, key: string) { console.log(key) } class D { @log method() {} }',
    'method\n',
  ],
  ['typeof import.meta.url', "'string'"],
  ['[__dirname, __filename].every((name) => typeof name === "string")', 'true'],
  ['"use strict"', "'use strict'"],
  ['null', ''],
  ['', ''],
  ['// only a comment', ''],
  ['type OnlyTypes = { a: 1 }', ''],
  ['const only: OnlyTypes = { a: 1 }; only.a', '1'],
];

describe('a cell may be', () => {
  it.each(cells)('%s', async (code, expected) => {
    const { stdout, value = '' } = await kernel.works(code);
    expect(stdout + value).toBe(expected);
  });
});

describe('the language is that of the Node that runs', () => {
  const works: [string, string][] = [
    ['[3, 1].toSorted()', '[ 1, 3 ]'],
    ['[1, 2].findLast((n) => n < 2)', '1'],
    ['crypto.randomUUID().length', '36'],
    ['structuredClone(new Map([[1, 2]])).get(1)', '2'],
    ['typeof fetch + typeof AbortSignal.timeout', "'functionfunction'"],
    ['"ab".at(-1)', "'b'"],
  ];
  it.each(works)('%s', async (code, expected) => {
    expect((await kernel.works(code)).value).toBe(expected);
  });

  it('and what it lacks is no part of the types', async () => {
    const run = await kernel.run(`Promise.withResolvers<number>().promise instanceof Promise`);
    const isThere = 'withResolvers' in Promise;
    expect(run.reply.status).toBe(isThere ? 'ok' : 'error');
    if (!isThere) expect(run.reply.ename).toBe('TypeScriptError');
  });
});

describe('output past Node', () => {
  it('of child processes and of descriptors has its place', async () => {
    const run = await kernel.run(`import { spawn, spawnSync } from 'node:child_process';
    import { writeSync } from 'node:fs';
    console.log('one'); spawnSync('echo', ['two'], { stdio: 'inherit' });
    console.log('three'); writeSync(1, 'four\\n');
    await new Promise((done) => spawn('echo', ['five'], { stdio: 'inherit' }).on('exit', done));`);
    expect(run.stdout).toBe('one\ntwo\nthree\nfour\nfive\n');
    const errors = await kernel.run(
      `import { writeSync as write } from 'node:fs'; write(2, 'six\\n')`,
    );
    expect(errors.of('stream')).toContainEqual({ name: 'stderr', text: 'six\n' });
  });

  it('is there in full, however much it is', async () => {
    const run = await kernel.run(`import { spawnSync as run } from 'node:child_process';
    const code = 'process.stdout.write("x".repeat(3_000_000))';
    void run(process.execPath, ['-e', code], { stdio: 'inherit' });`);
    expect(run.stdout.length).toBe(3_000_000);
  });
});
