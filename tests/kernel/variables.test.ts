import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../folder.js';
import { cellsOf, programs } from './programs.js';
import { kernelForAll } from './session.js';

const folder = folderForAll();
fs.writeFileSync(
  path.join(folder, 'counter.cjs'),
  'exports.count = 0; exports.up = () => ++exports.count;',
);
const kernel = kernelForAll(folder);

/** What cells print that run one after the other. */
async function printed(cells: string[]): Promise<string> {
  let all = '';
  for (const cell of cells) all += (await kernel.works(cell)).stdout;
  return all;
}

describe('one variable', () => {
  it.each<[string, string[], string]>([
    [
      'is the same in a function of its cell and in later cells',
      [
        `let lr = 0.1; function stepSize(g: number) { return lr * g }`,
        `lr = 1; console.log(lr, stepSize(1))`,
      ],
      '1 1',
    ],
    [
      'is assigned to from functions, closures, methods, generators and timers',
      [
        `let total = 0, doubled = 0;
        const add = (n: number) => (total += n);
        class Counter { up() { total++; return this; } }
        function* from() { while (true) yield total++; }
        const numbers = from();`,
        `add(5); new Counter().up().up(); numbers.next(); numbers.next();`,
        `setTimeout(() => { doubled = total * 2; }, 1);`,
        `await new Promise((done) => setTimeout(done, 50)); total = -1; add(0);`,
        `console.log(total, doubled, numbers.next().value, total)`,
      ],
      '-1 18 -1 0',
    ],
    [
      'is what a function of an earlier cell sees after a cell has been run again',
      [
        `const width = 2; const area = (h: number) => width * h;`,
        `function volume(d: number) { return area(3) * d }`,
        `const width = 10;`,
        `console.log(area(1), volume(2))`,
      ],
      '10 60',
    ],
    [
      'may be short in an object and in destructuring',
      [
        `const wide = 3, { height } = { height: 4 }; let depth = 0, size = 0;`,
        `({ depth, size = 9 } = { depth: 5 } as any);
        console.log(JSON.stringify({ wide, height, depth, size }), [{ wide }].map(({ wide }) => wide)[0]);`,
      ],
      '{"wide":3,"height":4,"depth":5,"size":9} 3',
    ],
    [
      'does not become `this` of a function that it holds, and names a function',
      [
        `let self = function (this: unknown) { return this }; const tag = (s: any) => s[0];`,
        `self = function () { return this };
        console.log(self() === undefined, (self as any)() === undefined, self!() === undefined, self.name, tag\`x\`)`,
      ],
      'true true true self x',
    ],
    [
      'follows what a module exports',
      [`import { count, up } from './counter.cjs';`, `up(); up(); console.log(count)`],
      '2',
    ],
    [
      'of every kind is known in later cells, with its type',
      [
        `import path, { join as joined } from 'node:path'; import * as os from 'node:os';
        import type { Stats } from 'node:fs';
        interface Point { x: number } type Pair<T> = [T, T];
        enum Color { Red, Green = 5 } namespace Geo { export const zero: Point = { x: 0 }; }
        abstract class Shape { static made = 0; static make() { Shape.made++; return new Square(); } abstract area(): number }
        class Square extends Shape { area() { return 4 } }
        for (var turn = 0; turn < 2; turn++) { var inLoop = turn }`,
        `const point: Point = Geo.zero; const pair: Pair<number> = [Color.Green, Color.Red]; let stats: Stats;
        console.log(point.x, pair, Shape.make().area(), Shape.made, turn, inLoop, joined('a', 'b'), path.sep, typeof os.cpus)`,
      ],
      '0 [ 5, 0 ] 4 1 2 1 a/b / function',
    ],
  ])('%s', async (_, cells, expected) => {
    expect(await printed(cells)).toBe(`${expected}\n`);
  });

  it('keeps its type and its value together', async () => {
    await kernel.works(`let word = 'a'; const when = 1;`);
    const failed = await kernel.run(`let word = [1]; throw new Error('after it');`);
    expect(failed.reply.evalue).toBe('after it');
    expect(await printed([`console.log(word[0].toFixed(1), when)`])).toBe('1.0 1\n');
    const before = await kernel.run(
      `let word = (() => { throw new Error('in it') })() as boolean;`,
    );
    expect(before.reply.evalue).toBe('in it');
    expect(await printed([`console.log(word.concat(2).length)`])).toBe('2\n');
  });

  it('cannot be used before its declaration, also when an earlier one is known', async () => {
    const cell = `early(); let late = 1; function early() { return late; }`;
    const expected = {
      ename: 'ReferenceError',
      evalue: "Cannot access 'late' before initialization",
    };
    expect((await kernel.run(cell)).reply).toMatchObject(expected);
    await kernel.works(`let late = 5;`);
    expect((await kernel.run(cell)).reply).toMatchObject(expected);
    expect((await kernel.works(`late`)).value).toBe('5');
  });
});

describe('a cell that fails or is stopped', () => {
  it('leaves what it had declared', async () => {
    const failed = await kernel.run(`const losses = [3, 2];
    function best() { return Math.min(...losses); }
    losses.push(1);
    throw new Error('too soon');
    const unreached = 1;`);
    expect(failed.reply.evalue).toBe('too soon');
    expect((await kernel.works(`[losses, best()]`)).value).toBe('[ [ 3, 2, 1 ], 1 ]');
    expect((await kernel.run(`unreached`)).reply.evalue).toContain("Cannot find name 'unreached'");
  });

  it('leaves it also when it is interrupted', async () => {
    await kernel.interrupted(`const kept = [1]; let steps = 0;
    console.log('running');
    while (true) { steps++; await null; }`);
    expect((await kernel.works(`[kept, steps > 0]`)).value).toBe('[ [ 1 ], true ]');
  });
});

describe('a program', () => {
  it('does the same in cells as in one piece', async () => {
    let number = 0;
    const whole = (statements: string[]): string => {
      const file = path.join(folder, `${number}.mjs`);
      fs.writeFileSync(file, statements.join('\n'));
      return execFileSync(process.execPath, [file], { encoding: 'utf8' });
    };
    await fc.assert(
      fc.asyncProperty(
        programs(() => `p${number++}_`),
        async (program) => {
          expect(await printed(cellsOf(program))).toBe(whole(program.statements));
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  }, 300_000);
});
