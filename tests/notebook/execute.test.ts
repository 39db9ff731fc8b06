import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from 'memorization-kit/findings';
import { storeMadeUp } from '../results/made-up.js';
import { type Finished, runScript, temporaryFolder, writeNotebook } from './command.js';

const folder = temporaryFolder();
const notebooks = path.join(folder, 'notebooks');
const output = path.join(folder, 'reproduced');
const flags = ['--notebooks', notebooks, '--output', output];

const figure = `{ data: [{ type: 'scatter', name: 'ours', x: [1, 2, 3], y: [2, 4, 9] }],
  layout: { title: { text: 'Test' }, width: 700, height: 450 } }`;

beforeAll(() => mkdirSync(notebooks));
afterAll(() => rmSync(folder, { recursive: true }));

interface Saved {
  metadata: Record<string, any>;
  cells: { metadata: object; execution_count: number; outputs: any[] }[];
}
const saved = (file: string): Saved => JSON.parse(readFileSync(file, 'utf8'));

describe('reproduce', () => {
  let run: Finished;
  beforeAll(async () => {
    writeNotebook(path.join(notebooks, '01-good.ipynb'), [
      `import { LiveFigure, SweepDisplay, showFigure, showTable } from 'memorization-kit/notebook';`,
      `const figure: Parameters<typeof showFigure>[0] = ${figure};`,
      `await showFigure(figure, { name: 'test' });`,
      `showTable([{ name: '<b>', bits: 2.5 }]);`,
      `const progress = new SweepDisplay('sweep', 0);
      const run = { index: 0, hash: 'h', label: 'd=8', cost: 1, config: {} };
      for (let done = 0; done <= 10; done++) {
        const overview = { total: 10, done, failed: 0, running: 0, waiting: 0, secondsLeft: null };
        progress.onEvent({ type: 'start', run, overview });
      }`,
      `const live = new LiveFigure({ everyMs: 0 });
      live.update(() => figure);
      await live.finish(figure);`,
      `console.log(process.env.KIT_PROFILE, process.env.KIT_JOBS);\nconsole.log('second line');`,
    ]);
    writeNotebook(path.join(notebooks, '02-bad.ipynb'), [
      `console.log('before');`,
      `throw new RangeError('out of range');`,
      `console.log('after');`,
    ]);
    run = await runScript('reproduce', [...flags, '--profile', 'quick', '--jobs', '1'], {
      KIT_DATA: '',
      KIT_FIGURES: '',
    });
  }, 180_000);

  it('fails, and names the notebook, the cell and the error', () => {
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /02-bad\.ipynb, code cell 2: RangeError: out of range\n +at cell 2:1:7: throw/,
    );
    expect(run.stdout).toMatch(/^01-good {2}done/m);
    expect(run.stdout).toMatch(/^02-bad {2}failed in cell 2/m);
  });

  it('tells what it is going to do, and how it goes', () => {
    expect(run.stdout).toMatch(/^Profile quick, 1 worker process on the [cg]pu, results in /);
    expect(run.stdout).toMatch(/^01-good +0 +0 +0 +– +–$/m); // trains nothing
    expect(run.stdout).toMatch(/^01-good {2}starting the kernel {2}0:00$/m);
    expect(run.stdout).not.toContain('\r');
  });

  it('ends with the table of claims', () => {
    expect(run.stdout).toMatch(/finding +claim +paper +ours \[95 % interval\] +verdict|No claims/);
  });

  it('leaves the notebooks as they were, and writes executed ones', () => {
    expect(saved(path.join(notebooks, '01-good.ipynb')).cells[0].outputs).toEqual([]);
    const bad = saved(path.join(output, 'notebooks', '02-bad.ipynb'));
    expect(bad.cells.map((cell) => cell.outputs.map((out) => out.output_type))).toEqual([
      ['stream'],
      ['error'],
      [],
    ]);
  });

  it('saves figures as Plotly, picture and text in one small output, and as files', () => {
    const { cells } = saved(path.join(output, 'notebooks', '01-good.ipynb'));
    expect(cells.map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const [shown] = cells[2].outputs;
    expect(Object.keys(shown.data).sort()).toEqual([
      'application/vnd.plotly.v1+json',
      'image/png',
      'text/plain',
    ]);
    expect(shown.data['application/vnd.plotly.v1+json'].data[0].y).toEqual([2, 4, 9]);
    const png = Buffer.from(shown.data['image/png'], 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeLessThan(60_000);
    for (const format of ['json', 'svg', 'png', 'pdf']) {
      expect(existsSync(path.join(output, 'figures', `test.${format}`))).toBe(true);
    }
  });

  it('saves tables, and of what changes only the last state', () => {
    const { cells } = saved(path.join(output, 'notebooks', '01-good.ipynb'));
    expect(cells[3].outputs[0].data['text/html'].join('')).toContain('&lt;b&gt;');
    expect(cells[4].outputs).toHaveLength(1);
    expect(cells[4].outputs[0].data['text/plain'].join('')).toContain('10/10 runs · d=8');
    expect(cells[5].outputs).toHaveLength(1);
    expect(cells[5].outputs[0].data).toHaveProperty(['application/vnd.plotly.v1+json']);
  });

  it('tells the kernel the profile and the jobs', () => {
    const { cells } = saved(path.join(output, 'notebooks', '01-good.ipynb'));
    expect(cells[6].outputs.map((out) => out.text.join(''))).toEqual(['quick 1\nsecond line\n']);
  });

  it('keeps no time stamps in the notebooks', () => {
    const { metadata, cells } = saved(path.join(output, 'notebooks', '01-good.ipynb'));
    expect(Object.keys(metadata)).toEqual(['kernelspec', 'language_info']);
    expect(cells.map((cell) => cell.metadata)).toEqual(cells.map(() => ({})));
  });
});

describe('a reproduction whose claims are not reproduced', () => {
  const data = path.join(folder, 'made-up');
  const args = ['--notebooks', path.join(folder, 'one'), '--output', path.join(folder, 'claims')];
  beforeAll(() => {
    storeMadeUp(data, 0.1);
    mkdirSync(args[1]);
    writeNotebook(path.join(args[1], '01-bits-per-parameter.ipynb'), [`console.log('stored');`]);
  });

  it.each([
    [[], 0],
    [['--strict'], 1],
  ])('says so; with %j it exits with %d', async (more, exit) => {
    const flags = [...args, '--finding', 'bits-per-parameter', ...more];
    const { code, stdout, stderr } = await runScript('reproduce', flags, { KIT_DATA: data });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^01-bits-per-parameter +48 +48 +0 +– +–$/m);
    expect(stdout).toMatch(
      /^Not reproduced, not held or not passed: bits-per-parameter\/[\w-]+.*explain" say why/m,
    );
    expect(code).toBe(exit);
  });
});

describe('reproduce --dry-run', () => {
  const plan = (args: string[], env: Record<string, string> = {}) =>
    runScript('reproduce', ['--dry-run', '--output', path.join(folder, 'dry'), ...args], {
      KIT_DATA: '',
      ...env,
    });

  it('tells what would be trained, for how long and how that is known, and writes nothing', async () => {
    const { code, stdout } = await plan(['--device', 'cpu', '--jobs', '2']);
    expect(code).toBe(0);
    const names = Object.values(findings).map(({ notebook }) => notebook);
    for (const name of names) {
      const row = new RegExp(
        `^${name} +(\\d+) +0 +\\1 +[\\d.]+ (s|min|h) +.*(same runs|factor)`,
        'm',
      );
      expect(stdout).toMatch(row);
    }
    expect(stdout).toMatch(/^in all +\d+ +0 +\d+ +[\d.]+ (min|h)$/m);
    expect(stdout).toMatch(/^Expected is the training alone, as on ./m);
    expect(existsSync(path.join(folder, 'dry'))).toBe(false);
  });

  it('names a damaged result', async () => {
    const data = path.join(folder, 'damaged');
    storeMadeUp(data, 1);
    const sub = path.join(data, 'bits-per-parameter', 'quick');
    const [name] = readdirSync(sub);
    writeFileSync(path.join(sub, name), '{');
    const flags = ['--finding', 'bits-per-parameter'];
    const { code, stdout } = await plan(flags, { KIT_DATA: data });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^01-bits-per-parameter +48 +47 +0 /m);
    expect(stdout).toContain(name);
    const again = await plan([...flags, '--rerun'], { KIT_DATA: data });
    expect(again.stdout).toMatch(/^01-bits-per-parameter +48 +0 +47 .* the same runs$/m);
  });
});

describe('a cell that never answers', () => {
  it('is given up, with a message', async () => {
    const silent = path.join(folder, 'silent');
    mkdirSync(silent);
    writeNotebook(path.join(silent, '01-silent.ipynb'), [`1`, `await new Promise(() => {});`, `3`]);
    const args = ['--notebooks', silent, '--output', path.join(folder, 'silent-out')];
    const { code, stderr } = await runScript('reproduce', args, { KIT_CELL_TIMEOUT: '4' });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /01-silent\.ipynb, code cell 2: CellTimeout: it has given no sign for 4 seconds; .*KIT_CELL_TIMEOUT/,
    );
  });
});

describe('the options of reproduce', () => {
  it.each([
    [['--finding', 'nothing'], 'Unknown finding "nothing". Choose from: '],
    [['--profile', 'slow'], 'Choose one of: quick, standard, paper'],
    [['--device', 'tpu'], 'Choose one of: auto, cpu, gpu'],
    [['--jobs', '0'], 'must be a whole number of at least 1'],
    [['--notebooks', path.join(folder, 'none')], 'There is no notebook in'],
    [['--output', path.join(notebooks, '02-bad.ipynb')], 'Choose another --output'],
    [['--finding', 'p-probing', 'extra'], 'Unknown finding "extra"'],
    [['extra'], 'too many arguments'],
  ])('%s is an error that says what is possible', async (args, message) => {
    const { code, stderr } = await runScript('reproduce', args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  it('a GPU that is asked for and is not there is an error before anything starts', async () => {
    const env = { CUDA_VISIBLE_DEVICES: '-1' };
    const { code, stdout, stderr } = await runScript('reproduce', ['--device', 'gpu'], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/A GPU was asked for.*nvidia-smi.*--device cpu/);
    expect(stdout).toBe('');
  });

  it('an option that npm took is an error, not a training of everything', async () => {
    const { code, stderr } = await runScript('reproduce', [], { npm_config_dry_run: 'true' });
    expect(code).toBe(1);
    expect(stderr).toContain('npm run reproduce -- --dry-run');
  });

  it('is a help with examples', async () => {
    const { code, stdout } = await runScript('reproduce', ['--help'], { KIT_PROFILE: 'no such' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples:\n.*npm run reproduce -- --dry-run/);
  });
});
