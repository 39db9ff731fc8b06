import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import { bitsPerParameter, findings } from 'memorization-kit/findings';
import { closeExporter } from 'memorization-kit/plot/export';
import { drawFigure, drawFigures, readResults } from 'memorization-kit/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from '../notebook/command.js';
import { storedCapacity, testFolder } from '../results/made-up.js';

const data = storedCapacity();
const folder = path.dirname(data);

const figures = (args: string[], env: Record<string, string> = {}) =>
  runScript('figures', args, { KIT_DATA: data, KIT_FIGURES: path.join(folder, 'out'), ...env });

afterAll(closeExporter);

describe('drawFigures', () => {
  it("names the result files and the paper's tables that each figure was made from", () => {
    const results = readResults(bitsPerParameter, 'quick', data).results;
    const made = drawFigures(bitsPerParameter, results, data);
    expect(made.map(({ name }) => name)).toEqual([
      '01-memorized-vs-dataset',
      '01-capacity-vs-parameters',
      '01-memorized-vs-step',
      '01-bits-per-parameter-by-size',
    ]);
    const [first, second, third] = made.map(({ sources }) => sources);
    expect(first).toHaveLength(results.length);
    expect(path.basename(first[0])).toBe(`${results[0].hash}.json`);
    expect(second).toContain('data/paper/morris_table1.csv');
    const widest = Math.max(...results.map(({ config }) => config.dModel));
    const drawn = results.filter(({ config }) => config.dModel === widest);
    expect(third.map((file) => path.basename(file, '.json'))).toEqual(drawn.map((r) => r.hash));
  });

  it('refuses a figure that the finding does not have, and lists those it has', () => {
    expect(() => drawFigure(bitsPerParameter, 'toString', [], data)).toThrow(
      /has no figure "toString".*memorized-vs-dataset/,
    );
  });

  it('leaves out an optional figure of which there is nothing to show', () => {
    const results = readResults(bitsPerParameter, 'quick', data).results;
    expect(drawFigure(bitsPerParameter, 'table-rows-vs-step', results, data)).toBeNull();
    expect(() => drawFigure(bitsPerParameter, 'memorized-vs-step', [], data)).toThrow(
      /no results to show/,
    );
  });
});

describe('npm run figures', () => {
  it('makes all files from the stored results, the same bytes each time', async () => {
    const runs = [];
    for (const out of ['first', 'second']) {
      const dir = path.join(folder, out);
      const { code, stdout, stderr } = await figures(['--out', dir]);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      expect(stdout).toMatch(/bits-per-parameter: (\d+) of \1 runs, quick/);
      runs.push(
        Object.fromEntries(
          fs
            .readdirSync(dir)
            .map((name) => [name, fs.readFileSync(path.join(dir, name), 'base64')]),
        ),
      );
    }
    const [first, second] = runs;
    expect(Object.keys(first)).toHaveLength(16);
    const changed = Object.keys(first).filter((name) => first[name] !== second[name]);
    expect(changed).toEqual([]);
  });

  it("makes a journal column's pdf under a name of its own", async () => {
    const { code } = await figures(['--format', 'pdf', '--width', '85mm']);
    expect(code).toBe(0);
    expect(fs.readdirSync(path.join(folder, 'out')).sort()).toEqual([
      '01-bits-per-parameter-by-size-85mm.pdf',
      '01-capacity-vs-parameters-85mm.pdf',
      '01-memorized-vs-dataset-85mm.pdf',
      '01-memorized-vs-step-85mm.pdf',
    ]);
  });

  it.each([
    [['--profile', 'paper'], /holds no results of the profile "paper".*npm run reproduce/s],
    [['--profile', 'huge'], /Unknown profile "huge".*quick/],
    [['--finding', 'nothing'], /Unknown finding "nothing"/],
    [['--format', 'gif'], /Unknown format "gif".*svg/],
    [['--width', '85'], /"85" is no width/],
    [['--width', '0'], /"0" is no width.*85mm/],
    [['--width', '12furlongs'], /"12furlongs" is no width/],
  ])('%j fails and says why', async (args, message) => {
    const { code, stderr } = await figures(args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at '); // no stack: it is the user's to mend
    expect(code).toBe(1);
  });

  it('draws nothing from a damaged result', async () => {
    const broken = path.join(folder, 'broken');
    fs.cpSync(data, broken, { recursive: true });
    const sub = path.join(broken, 'bits-per-parameter', 'quick');
    fs.writeFileSync(path.join(sub, fs.readdirSync(sub)[0]), '{');
    const dir = path.join(folder, 'none');
    const { code, stderr } = await figures(['--out', dir], { KIT_DATA: broken });
    expect(code).toBe(1);
    expect(stderr).toContain(fs.readdirSync(sub)[0]);
    expect(fs.existsSync(dir)).toBe(false);
  });

  it('draws what there is, and leaves the figures of a finding without results', async () => {
    const { code, stdout } = await figures(['--format', 'json']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^p-probing: no results.*its figures stay as they are$/m);
  });

  it('an option that npm took is an error', async () => {
    const { code, stderr } = await figures([], { npm_config_width: '85mm' });
    expect(code).toBe(1);
    expect(stderr).toContain('npm run figures -- --width');
  });
});

describe('the figures of the stored results, for a column', () => {
  const drawn = testFolder();
  let printed = '';
  const names = (ending: string): string[] =>
    fs.readdirSync(drawn).filter((name) => name.endsWith(ending));
  const read = (name: string): string => fs.readFileSync(path.join(drawn, name), 'utf8');

  beforeAll(async () => {
    const flags = ['--width', '85mm', '--format', 'svg,json', '--out', drawn];
    const { code, stdout, stderr } = await figures(flags, { KIT_DATA: '' });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    printed = stdout;
  }, 180_000);

  it('are those of all findings', () => {
    for (const finding of Object.keys(findings)) {
      expect(printed).toMatch(new RegExp(`^${finding}: (\\d+) of \\1 runs, `, 'm'));
    }
  });

  it('say which files they were made from', () => {
    for (const name of names('.json')) {
      const { sources } = JSON.parse(read(name)) as { sources: string[] };
      expect(
        sources.filter((file) => /^data\/[\w-]+\/\w+\/\w{16}\.json$/.test(file)),
        name,
      ).not.toEqual([]);
      for (const file of sources)
        expect(fs.existsSync(path.join(projectRoot(), file)), file).toBe(true);
    }
  });

  it('have no type below 6 pt', () => {
    for (const name of names('.svg')) {
      const sizes = [...read(name).matchAll(/font-size: ?([\d.]+)px/g)].map(([, px]) => Number(px));
      expect(Math.min(...sizes) * 0.75, name).toBeGreaterThanOrEqual(6);
    }
  });
});
