import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../kernel/session.js';
import {
  type Finished,
  type TestCell,
  runScript,
  temporaryFolder,
  writeNotebook,
} from './command.js';

const sound = [
  `import { kernelSignal } from 'memorization-kit/notebook';`,
  `const half = (n: number): number => n / 2;\nhalf(3)`,
  `const read = async () => {\n  for await (const x of [1]) await (async () => x)();\n};\nawait read();`,
  `const more = await Promise.all([half(1), kernelSignal().aborted]);`,
  `export const shared = await (async () => [...more])();\nfor await (const x of shared) await [x];`,
  `const path = await import('node:path');\nusing file = { path, [Symbol.dispose]() {} };`,
];

// what it shows, the cell, the line, what must be said about it
const traps: [string, string, number, string][] = [
  ['strict null checks', `const text: string = process.env.X;`, 1, "'string | undefined'"],
  ['a wrong import', `import { nothing } from 'memorization-kit/notebook';`, 1, 'nothing'],
  ['a missing folder', `import 'memorization-kit/none';`, 1, 'memorization-kit/none'],
  ['a name used twice', `const a = 1;\nconst a = 2;`, 1, "block-scoped variable 'a'"],
  ['SIGINT', `console.log();\nprocess.once('SIGINT', () => {});`, 2, 'kernelSignal()'],
  ['process.exit', `const f = () => process.exit(0);`, 1, 'ends the kernel'],
  ['another notebook', `elsewhere + 1;`, 1, "Cannot find name 'elsewhere'"],
];

const shown = (text: string): object => ({
  output_type: 'display_data',
  data: { 'text/plain': text },
  metadata: {},
});
const failed = { output_type: 'error', ename: 'Error', evalue: 'no' };

const outputs: [string, TestCell, string][] = [
  ['an error', { code: '1', outputs: [failed] }, 'its output is an error: Error: no'],
  ['a cell not executed', { code: '1', count: null }, 'was not executed'],
  ['another order', { code: '1', count: 7 }, 'was executed as number 7, not 2'],
  ['a large output', { code: '1', outputs: [shown('x'.repeat(300_000))] }, 'more than 250000'],
  ['the project folder', { code: '1', outputs: [shown(`in ${root}/lib`)] }, 'names a folder'],
  ['a home folder', { code: '1', outputs: [shown('/home/ada/data')] }, '/home/ada'],
];

const folders: string[] = [];

/** Writes the notebooks into a folder and checks them there. */
function check(notebooks: Record<string, (string | TestCell)[]>, ...flags: string[]) {
  const folder = temporaryFolder();
  folders.push(folder);
  for (const [name, cells] of Object.entries(notebooks)) {
    writeNotebook(path.join(folder, `${name}.ipynb`), cells);
  }
  return runScript('check-notebooks', ['--notebooks', folder, ...flags]);
}

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

describe('check-notebooks', () => {
  let report: Finished;
  beforeAll(async () => {
    report = await check({
      sound,
      long: ['//\n'.repeat(20) + '1;'],
      other: ['const elsewhere = 1;'],
      ...Object.fromEntries(traps.map(([, code], i) => [`trap-${i}`, ['const first = 1;', code]])),
      ...Object.fromEntries(outputs.map(([, cell], i) => [`output-${i}`, ['1', cell]])),
    });
  });

  it('fails, and counts', () => {
    expect(report.code).toBe(1);
    const problems = report.stderr.split('\n').filter((line) => line.includes('.ipynb')).length;
    const notebooks = traps.length + outputs.length + 3;
    expect(report.stdout).toBe(`${notebooks} notebooks, ${problems} problems\n`);
  });

  it('has nothing to say about a sound notebook', () => {
    expect(report.stderr).not.toContain('sound.ipynb');
  });

  it.each(traps.map((trap, i) => [...trap, i] as const))(
    'finds %s',
    (_name, _code, line, message, i) => {
      const place = `trap-${i}.ipynb, cell 2, line ${line}: `;
      const found = report.stderr.split('\n').filter((text) => text.includes(place));
      expect(found.join('\n')).toContain(message);
    },
  );

  it('finds a long cell', () => {
    expect(report.stderr).toContain('long.ipynb, cell 1: 21 lines; at most 20');
  });

  it.each(outputs.map(([name, , message], i) => [name, message, i] as const))(
    'finds in outputs %s',
    (_name, message, i) => {
      const found = report.stderr.split('\n').filter((text) => text.includes(`output-${i}.ipynb`));
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(`output-${i}.ipynb, cell 2: `);
      expect(found[0]).toContain(message);
    },
  );

  it('leaves outputs aside when asked to', async () => {
    const notebooks = Object.fromEntries(outputs.map(([, cell], i) => [`n${i}`, ['1', cell]]));
    const { code, stderr } = await check(notebooks, '--no-outputs');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('finds another kernel, and a file that is no notebook', async () => {
    const folder = temporaryFolder();
    folders.push(folder);
    writeNotebook(path.join(folder, 'a.ipynb'), ['1'], { kernelspec: { name: 'python3' } });
    writeFileSync(path.join(folder, 'b.ipynb'), '{');
    const { code, stderr } = await runScript('check-notebooks', ['--notebooks', folder]);
    expect(code).toBe(1);
    expect(stderr).toContain('its kernel is "python3", not "memorization-kit"');
    expect(stderr).toContain('b.ipynb is not a notebook');
  });

  it('has nothing to say about no notebooks', async () => {
    const { code, stdout } = await check({});
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0 notebooks, 0 problems\n' });
  });
});
