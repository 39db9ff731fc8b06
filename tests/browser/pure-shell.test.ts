import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bitsPerParameter } from '../../lib/dist/findings';
import { describeInBrowser, openBrowser, type TestBrowser } from '../browser.js';
import type * as inPage from './page.js';
import { STEPS, trainTiny } from './tiny-training.js';

declare const kit: typeof inPage; // in the page

const wasmFolder = path.dirname(
  createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/index.js'),
);
const site = 'http://kit.test/';

/** page.ts with all that it imports, as one script. Rejects where that asks for a module of Node. */
async function bundle(): Promise<{ script: string; files: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(import.meta.dirname, 'page.ts')],
    bundle: true,
    platform: 'browser',
    // Given, they hold for require too: else the library gets tfjs a second time, built for Node.
    mainFields: ['browser', 'module', 'main'],
    format: 'iife',
    globalName: 'kit',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return { script: outputFiles[0].text, files: Object.keys(metafile.inputs) };
}

describeInBrowser('what trains and draws, without Node', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('trains in a browser on the wasm backend with the losses of the eager engine in Node', async () => {
    const { script, files } = await bundle();
    expect(files.filter((file) => /tfjs-node|\bnode\.js$/.test(file))).toEqual([]);
    const { page, problems, close } = await browser.newPage();
    await page.route(`${site}**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name.endsWith('.wasm')) {
        const body = await readFile(path.join(wasmFolder, path.basename(name)));
        await route.fulfill({ body, contentType: 'application/wasm' });
      } else if (name === 'kit.js') {
        await route.fulfill({ body: script, contentType: 'text/javascript; charset=utf-8' });
      } else {
        const body = '<!doctype html><link rel="icon" href="data:,"><script src="kit.js"></script>';
        await route.fulfill({ body, contentType: 'text/html; charset=utf-8' });
      }
    });
    await page.goto(site);
    const there = await page.evaluate((folder) => kit.trainOnWasm(folder), site);
    expect(problems).toEqual([]);
    expect(there).toMatchObject({ backend: 'wasm', mode: 'eager' });
    await close();

    await tf.setBackend('cpu');
    const here = await trainTiny(bitsPerParameter);
    expect(here.mode).toBe('eager');
    expect(here.losses).toHaveLength(STEPS);
    expect(here.losses[STEPS - 1]).toBeLessThan(here.losses[0] - 0.1);
    expect(there.losses).toHaveLength(STEPS);
    const apart = there.losses.map((loss, i) => Math.abs(loss - here.losses[i]));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  }, 300_000); // the eager engine in pure JavaScript takes most of it
});
