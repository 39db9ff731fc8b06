import * as fs from 'node:fs';
import * as path from 'node:path';
import { bitsPerParameter } from 'memorization-kit/findings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript, temporaryFolder, writeNotebook } from '../notebook/command.js';
import { root } from '../kernel/session.js';
import { storedCapacity } from '../results/made-up.js';

/* Commands that write committed files anew: from a wrong folder, or of a part of a sweep, they do not. */

const data = storedCapacity();
const out = temporaryFolder();
const notebook = path.join(out, 'notebooks', `${bitsPerParameter.notebook}.ipynb`);
afterAll(() => fs.rmSync(out, { recursive: true }));

const commands: [string, string[]][] = [
  ['results', ['--out', path.join(out, 'RESULTS.md')]],
  ['readme', []],
  ['figures', ['--out', path.join(out, 'figures')]],
  ['pages', ['--out', path.join(out, 'site')]],
  ['execute-notebooks', ['--notebooks', path.dirname(notebook)]],
];

/** What a command could have changed. */
const state = (): unknown[] => [
  fs.readFileSync(path.join(root, 'README.md'), 'utf8'),
  fs.readdirSync(out, { recursive: true }),
  fs.readFileSync(notebook, 'utf8'),
];

let before: unknown[];
let incomplete: string;
beforeAll(() => {
  fs.mkdirSync(path.dirname(notebook));
  writeNotebook(notebook, [`console.log('run');`]);
  incomplete = path.join(data, '..', 'incomplete');
  fs.cpSync(data, incomplete, { recursive: true });
  const folder = path.join(incomplete, bitsPerParameter.name, 'quick');
  fs.rmSync(path.join(folder, fs.readdirSync(folder)[0]));
  before = state();
});

describe.each(commands)('npm run %s', (name, args) => {
  it.each([
    [
      'a folder that is not there',
      () => '/nowhere/at/all',
      /no folder \/nowhere\/at\/all.*KIT_DATA/,
    ],
    ['a folder without results', () => out, /holds no results, and nothing was written/],
    [
      'a sweep of which a run is missing',
      () => incomplete,
      /quick lacks 1 of 48 runs: \d+ \(.*npm run train -- .* --index \d+\nNothing was changed.*--incomplete/s,
    ],
  ])('refuses %s, and changes nothing', async (_, dataDir, message) => {
    const { code, stderr } = await runScript(name, args, { KIT_DATA: dataDir(), KIT_PROFILE: '' });
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
    expect(state()).toEqual(before);
  });
});

describe('with --incomplete', () => {
  it('a part of a sweep is shown as that', async () => {
    const file = path.join(out, 'part.md');
    const env = { KIT_DATA: incomplete };
    const { code, stderr } = await runScript('results', ['--incomplete', '--out', file], env);
    expect([code, stderr]).toEqual([0, '']);
    const page = fs.readFileSync(file, 'utf8');
    expect(page).toContain('profile `quick`, 47 of 48 runs on the cpu');
    expect(page).toContain('| quick | 47 of 48 |');
  });
});
