import * as fs from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeInBrowser } from '../browser.js';
import { OpenNotebook } from './notebook.js';

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
  let notebook: OpenNotebook;
  let checkpoint = '';
  beforeEach(async () => {
    notebook = await OpenNotebook.open('live.ipynb', cells, { timeout: 60_000 });
  }, 300_000);
  afterEach(async () => {
    await notebook?.close();
    if (checkpoint) fs.rmSync(checkpoint, { force: true });
  }, 60_000);

  /** What the kernel still knows: the cells' own variables. */
  async function remembered(nth: number): Promise<{ first: number; last: number; at: number }> {
    await notebook.run(LOOK);
    return JSON.parse((await notebook.said(LOOK, new RegExp(`alive ([{]"run":${nth},.*[}])`)))[1]);
  }

  const button = '[data-jp-item-name="interrupt"] jp-button';
  const ways: [string, () => Promise<void>][] = [
    ['I, I', () => notebook.pressInterrupt()],
    ['the button of the toolbar', () => notebook.page.locator(button).click()],
  ];

  // A page on a busy machine loses what is typed now and then: then it is opened anew.
  const again = { retry: 2, timeout: 300_000 };
  it(
    'stops the training at a checkpoint, and running the cell again goes on from there',
    again,
    async () => {
      await notebook.run(SET_UP);
      checkpoint = (await notebook.said(SET_UP, /file (\S+)/))[1];
      let next = 1;
      for (const [i, [name, interrupt]] of ways.entries()) {
        await notebook.run(TRAIN);
        const [, from] = await notebook.said(TRAIN, new RegExp(`run ${i + 1} from (\\d+)`));
        expect(Number(from), name).toBe(next);
        const asked = Date.now();
        await interrupt();
        await notebook.said(
          TRAIN,
          /KeyboardInterrupt.*interrupted after \d+ steps\. A checkpoint is kept/s,
        );
        expect(fs.existsSync(checkpoint), name).toBe(true);

        const { first, last, at } = await remembered(i + 1);
        expect(first, name).toBe(next);
        expect(last, name).toBeLessThan(STEPS);
        console.log(`${name}: the last step ended ${at - asked} ms after it`);
        next = last + 1;
      }
      await notebook.run(TRAIN);
      const [, from, to] = await notebook.said(TRAIN, /done from (\d+) to (\d+)/, 200_000);
      expect([from, to].map(Number)).toEqual([next, STEPS]);
      expect(fs.existsSync(checkpoint)).toBe(false);
    },
  );
});
