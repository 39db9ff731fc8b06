import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from '../browser.js';
import { OpenNotebook } from './notebook.js';

/*
 * What a person sees of the kernel in JupyterLab: what it does is tested without a page in
 * tests/kernel.
 */

const cells = [
  `const name = prompt('Your name?');\nconsole.log('Hello', name);`,
  `let turns = 0;\nawait null;\nwhile (true) { await null; turns++; }`,
  `console.log('turned', turns > 0);`,
  `function half(n: number) {\n  throw new RangeError('odd: ' + n);\n}`,
  `half(3)`,
  `for (let i = 0; i < 20_000; i++) console.log('line', i);`,
];
const [ASK, LOOP, LOOK, DEFINE, FAIL, PRINT] = cells.keys();

describeInBrowser('the kernel in JupyterLab', () => {
  let notebook: OpenNotebook;
  beforeAll(async () => {
    const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
    notebook = await OpenNotebook.open('elsewhere.ipynb', cells, { metadata: { kernelspec } });
  }, 300_000);
  afterAll(() => notebook?.close(), 60_000);

  it('opens a notebook of tslab without a question', async () => {
    expect(await notebook.page.locator('.jp-Dialog').count()).toBe(0);
  });

  it('asks, and takes the answer', async () => {
    await notebook.run(ASK);
    const field = notebook.cell(ASK).locator('input.jp-Stdin-input');
    await field.fill('Ada');
    await field.press('Enter');
    await notebook.said(ASK, /Hello Ada/);
  });

  it('stops a loop after an await, and keeps what it counted', async () => {
    await notebook.run(LOOP);
    await notebook.kernelIs('busy');
    await notebook.page.waitForTimeout(1000);
    await notebook.pressInterrupt();
    await notebook.said(LOOP, /KeyboardInterrupt/);
    await notebook.run(LOOK);
    await notebook.said(LOOK, /turned true/);
  });

  it('shows where it failed, in the lines of the cells', async () => {
    await notebook.run(DEFINE);
    await notebook.run(FAIL);
    const { input } = await notebook.said(FAIL, /RangeError: odd: 3/);
    expect(input).toMatch(/at half \(cell \d+:2:9\): throw new RangeError\('odd: ' \+ n\);/);
  });

  it('shows all lines of a long output', async () => {
    await notebook.run(PRINT);
    await notebook.said(PRINT, /line 0\n[^]*line 19999/);
  });
});
