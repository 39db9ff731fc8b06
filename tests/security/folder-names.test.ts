import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from 'memorization-kit/engine';
import { sweep } from 'memorization-kit/results';
import { runScript, temporaryFolder, writeNotebook } from '../notebook/command';
import { fakes, fixture } from '../results/support';

/*
 * Everything that names files is given a folder whose name is a command to a shell, and words to
 * whoever splits at spaces. Had any of it been run, there would be a file "ran" in a working folder.
 */
const hostile = `a b 'c' "d" $(touch ran) \`touch ran\`; touch ran & touch ran | #%20\\n*?~`;

let parent: string;
let folder: string;
beforeAll(() => {
  parent = temporaryFolder(); // inside the project, where notebooks find the library
  folder = path.join(parent, hostile);
  fs.mkdirSync(folder);
});
afterAll(() => fs.rmSync(parent, { recursive: true, force: true }));

function expectNothingRan(): void {
  const found = fs.readdirSync(parent, { recursive: true, encoding: 'utf8' });
  expect(found.filter((name) => path.basename(name) === 'ran')).toEqual([]);
  expect(fs.existsSync('ran')).toBe(false);
  expect(fs.readdirSync(parent)).toEqual([hostile]);
}

describe('a folder whose name is a shell command is a name and nothing else', () => {
  it('to figures, for what they read and what they write', async () => {
    const finding = 'bits-per-parameter';
    const data = path.join(folder, 'data');
    fs.cpSync(path.join(readSettings({}).dataDir, finding), path.join(data, finding), {
      recursive: true,
    });
    fs.cpSync(path.join(readSettings({}).dataDir, 'paper'), path.join(data, 'paper'), {
      recursive: true,
    });
    const out = path.join(folder, 'figures');
    const flags = ['--finding', finding, '--format', 'svg,json'];
    const { code, stderr } = await runScript('figures', [...flags, '--data', data, '--out', out]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const byEnvironment = await runScript('figures', ['--finding', finding, '--format', 'json'], {
      KIT_DATA: data,
      KIT_FIGURES: `${out} too`,
    });
    expect(byEnvironment.code).toBe(0);
    expect(fs.readdirSync(out)).toContain('01-memorized-vs-dataset.svg');
    expect(fs.readdirSync(`${out} too`)).toContain('01-memorized-vs-dataset.json');
    expectNothingRan();
  });

  it('to notebooks and their kernel', async () => {
    const notebooks = path.join(folder, 'notebooks');
    fs.mkdirSync(notebooks);
    const file = path.join(notebooks, "it's $(touch ran).ipynb");
    writeNotebook(file, [{ code: `console.log(process.cwd())`, count: null }]);
    const { code, stdout, stderr } = await runScript('execute-notebooks', [
      '--notebooks',
      notebooks,
    ]);
    expect(`${stdout}${stderr}${code}`).toMatch(/0$/);
    const written = JSON.parse(fs.readFileSync(file, 'utf8'));
    expect([written.cells[0].outputs[0].text].flat().join('')).toBe(`${notebooks}\n`);
    expectNothingRan();
  }, 300_000); // on a busy machine a kernel takes its time to start

  it('to sweeps and their workers', async () => {
    const module = path.join(folder, 'fake finding.cjs');
    fs.copyFileSync(fixture('fake-finding.cjs'), module);
    const results = await sweep(fakes.fake, {
      profile: 'quick',
      jobs: 2,
      dataDir: path.join(folder, 'swept'),
      stateDir: path.join(folder, 'state'),
      source: { module, export: 'fake' },
    });
    expect(results).toHaveLength(6);
    expect(fs.readdirSync(path.join(folder, 'swept', 'fake', 'quick'))).toHaveLength(6);
    expectNothingRan();
  });

  it.each([
    ['figures', ['--finding', hostile]],
    ['figures', ['--width', hostile]],
    ['execute-notebooks', [hostile]],
    ['train', ['--finding', hostile, '--list']],
  ])('and as an option of %s %j it is refused by name', async (script, args) => {
    const { code, stdout, stderr } = await runScript(script, args);
    expect(code).not.toBe(0);
    expect(stdout + stderr).not.toMatch(/\n\s+at /); // a message, not a stack
    expect(stdout + stderr).toContain('$(touch ran)');
    expectNothingRan();
  });
});
