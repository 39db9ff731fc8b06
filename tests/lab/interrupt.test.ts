import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeInBrowser, openBrowser, type TestBrowser, type TestPage } from '../browser.js';
import { temporaryFolder, writeNotebook } from '../notebook/command.js';
import { runCell } from './cells.js';
import { type LabServer, startLab } from './server.js';

/*
 * A person stops a training in JupyterLab itself, by the keyboard (I, I) and by the toolbar's button:
 * what the kernel does about it is tested without a page in tests/kernel.
 */

const STEPS = 20_000; // some 15 s: on a busy machine a click takes seconds, and must come before the end
// a seed that no notebook uses, so that the checkpoint is this test's own
const seed = 800_000 + (process.pid % 100_000);
const cells = [
  `import { bitsPerParameter } from 'memorization-kit/findings';
import { liveCheckpoint, runLive } from 'memorization-kit/notebook';
const config = bitsPerParameter.config({ dModel: 8, datasetScale: 0.6, steps: ${STEPS}, seed: ${seed} });
const seen = { run: 0, first: 0, last: 0, at: 0 };
console.log('file', liveCheckpoint(bitsPerParameter, config));`,
  `seen.run += 1;
seen.first = 0;
await runLive(bitsPerParameter, config, ({ step }) => {
  seen.first ||= step;
  seen.last = step;
  seen.at = Date.now();
  if (step === seen.first + 20) console.log('run', seen.run, 'from', seen.first);
});
console.log('done from', seen.first, 'to', seen.last);`,
  `console.log('alive', JSON.stringify(seen));`,
];
const [SET_UP, TRAIN, LOOK] = [0, 1, 2];

describeInBrowser('interrupting a cell in JupyterLab', () => {
  let lab: LabServer;
  let browser: TestBrowser;
  let opened: TestPage;
  let page: Page;
  let checkpoint = '';

  beforeEach(async () => {
    const folder = temporaryFolder();
    const empty = cells.map((code) => ({ code, count: null }));
    writeNotebook(path.join(folder, 'live.ipynb'), empty);
    [lab, browser] = await Promise.all([startLab(`--ServerApp.root_dir=${folder}`), openBrowser()]);
    opened = await browser.newPage();
    page = opened.page;
    page.setDefaultTimeout(60_000);
    await page.goto(`${lab.origin}/lab/tree/live.ipynb?token=${lab.token}`);
    await cell(LOOK).waitFor();
    await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor(); // the kernel is there
  }, 300_000);
  afterEach(async () => {
    await browser?.close();
    await lab?.stop();
    if (checkpoint) fs.rmSync(checkpoint, { force: true });
  }, 60_000);

  const cell = (index: number): Locator => page.locator('.jp-Notebook .jp-CodeCell').nth(index);
  const output = (index: number): Locator => cell(index).locator('.jp-OutputArea-output');

  const run = (index: number): Promise<void> => runCell(page, cell(index));

  /** Waits for an output of the cell that matches, and returns it. */
  async function said(index: number, what: RegExp, timeout = 60_000): Promise<RegExpExecArray> {
    const found = output(index).filter({ hasText: what }).first();
    await found.waitFor({ timeout });
    return what.exec(await found.innerText())!;
  }

  /** What the kernel still knows: the cells' own variables. */
  async function remembered(nth: number): Promise<{ first: number; last: number; at: number }> {
    await run(LOOK);
    return JSON.parse((await said(LOOK, new RegExp(`alive ([{]"run":${nth},.*[}])`)))[1]);
  }

  const ways: [string, () => Promise<void>][] = [
    [
      'I, I',
      async () => {
        await page.keyboard.press('i');
        await page.keyboard.press('i');
      },
    ],
    [
      'the button of the toolbar',
      () => page.locator('[data-jp-item-name="interrupt"] jp-button').click(),
    ],
  ];

  // A page on a busy machine loses what is typed now and then: then it is opened anew.
  const again = { retry: 2, timeout: 300_000 };
  it(
    'stops the training at a checkpoint, and running the cell again goes on from there',
    again,
    async () => {
      await run(SET_UP);
      checkpoint = (await said(SET_UP, /file (\S+)/))[1];
      let next = 1;
      for (const [i, [name, interrupt]] of ways.entries()) {
        await run(TRAIN);
        const [, from] = await said(TRAIN, new RegExp(`run ${i + 1} from (\\d+)`));
        expect(Number(from), name).toBe(next);
        const asked = Date.now();
        await interrupt();
        await said(TRAIN, /KeyboardInterrupt.*interrupted after \d+ steps\. A checkpoint is kept/s);
        expect(fs.existsSync(checkpoint), name).toBe(true);

        const { first, last, at } = await remembered(i + 1);
        expect(first, name).toBe(next);
        expect(last, name).toBeLessThan(STEPS);
        console.log(`${name}: the last step ended ${at - asked} ms after it`);
        next = last + 1;
      }
      await run(TRAIN);
      const [, from, to] = await said(TRAIN, /done from (\d+) to (\d+)/, 200_000);
      expect([from, to].map(Number)).toEqual([next, STEPS]);
      expect(fs.existsSync(checkpoint)).toBe(false);
    },
  );
});
