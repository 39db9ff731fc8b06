import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, openBrowser, type TestBrowser } from '../browser.js';
import { temporaryFolder, writeNotebook } from '../notebook/command.js';
import { runCell } from './cells.js';
import { type LabServer, startLab } from './server.js';

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
  const folder = temporaryFolder();
  let lab: LabServer;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
    const empty = cells.map((code) => ({ code, count: null }));
    writeNotebook(path.join(folder, 'elsewhere.ipynb'), empty, { kernelspec });
    [lab, browser] = await Promise.all([startLab(`--ServerApp.root_dir=${folder}`), openBrowser()]);
    ({ page } = await browser.newPage());
    page.setDefaultTimeout(200_000);
    await page.goto(`${lab.origin}/lab/tree/elsewhere.ipynb?token=${lab.token}`);
    await cell(PRINT).waitFor();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const cell = (index: number): Locator => page.locator('.jp-Notebook .jp-CodeCell').nth(index);

  const run = (index: number): Promise<void> => runCell(page, cell(index));

  async function said(index: number, what: RegExp): Promise<string> {
    const found = cell(index).locator('.jp-OutputArea-output').filter({ hasText: what }).first();
    await found.waitFor();
    return found.innerText();
  }

  it('opens a notebook of tslab without a question', async () => {
    await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
    expect(await page.locator('.jp-Dialog').count()).toBe(0);
  });

  it('asks, and takes the answer', async () => {
    await run(ASK);
    const field = cell(ASK).locator('input.jp-Stdin-input');
    await field.fill('Ada');
    await field.press('Enter');
    await said(ASK, /Hello Ada/);
  });

  it('stops a loop after an await, and keeps what it counted', async () => {
    await run(LOOP);
    await page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]').waitFor();
    await page.waitForTimeout(1000);
    await page.keyboard.press('i');
    await page.keyboard.press('i');
    await said(LOOP, /KeyboardInterrupt/);
    await run(LOOK);
    await said(LOOK, /turned true/);
  });

  it('shows where it failed, in the lines of the cells', async () => {
    await run(DEFINE);
    await run(FAIL);
    const text = await said(FAIL, /RangeError: odd: 3/);
    expect(text).toMatch(/at half \(cell \d+:2:9\): throw new RangeError\('odd: ' \+ n\);/);
  });

  it('shows all lines of a long output', async () => {
    await run(PRINT);
    await said(PRINT, /line 0\n[^]*line 19999/);
  });
});
