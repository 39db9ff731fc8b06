import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
      `import { LiveFigure, ProgressDisplay, showFigure, showTable } from 'memorization-kit/notebook';`,
      `const figure: Parameters<typeof showFigure>[0] = ${figure};`,
      `await showFigure(figure, { name: 'test' });`,
      `showTable([{ name: '<b>', bits: 2.5 }]);`,
      `const progress = new ProgressDisplay('run', 0);
      for (let step = 0; step <= 10; step++) progress.update({ step, totalSteps: 10, loss: 1 / (step + 1) });`,
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
    run = await runScript('reproduce', [...flags, '--jobs', '1'], {
      KIT_DATA: '',
      KIT_FIGURES: '',
    });
  }, 180_000);

  it('fails, and names the notebook, the cell and the error', () => {
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/02-bad\.ipynb, code cell 2: RangeError: out of range/);
    expect(run.stdout).toMatch(/^01-good {2}done/m);
    expect(run.stdout).toMatch(/^02-bad {2}failed in cell 2/m);
  });

  it('tells how it goes, one line a cell where there is no terminal', () => {
    expect(run.stdout).toMatch(/^01-good {2}cell 7\/7/m);
    expect(run.stdout).not.toContain('\r');
  });

  it('ends with the table of claims', () => {
    expect(run.stdout).toMatch(/finding +claim +paper +ours \[95% CI\] +verdict|No claims/);
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
    expect(cells[4].outputs[0].data['text/plain'].join('')).toContain('10/10 · loss 0.09091');
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

describe('the options of reproduce', () => {
  it.each([
    [['--finding', 'nothing'], 'Unknown finding "nothing". Choose from: '],
    [['--profile', 'slow'], 'Choose one of: quick, standard, paper'],
    [['--device', 'tpu'], 'Choose one of: auto, cpu, gpu'],
    [['--jobs', '0'], 'must be a whole number of at least 1'],
    [['--notebooks', path.join(folder, 'none')], 'There is no notebook in'],
  ])('%s is an error that says what is possible', async (args, message) => {
    const { code, stderr } = await runScript('reproduce', args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});
