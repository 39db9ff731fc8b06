import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLOTLY } from '../../build/scripts/pages/outputs.js';
import { listNotebooks, nameOf } from '../../build/scripts/notebooks/files.js';
import { describeInBrowser, openBrowser, type PageOptions, type TestBrowser } from '../browser.js';
import { folderForAll } from '../folder.js';
import { root } from '../kernel/session.js';
import * as inside from './measure-page.js';
import * as support from './support.js';

const PHONE = { width: 390, height: 844 };
const notebookPages = listNotebooks(support.notebooksFolder).map((file) => `${nameOf(file)}.html`);
const otherPages = [
  'index.html',
  ...(existsSync(path.join(root, 'RESULTS.md')) ? ['results.html'] : []),
];

describeInBrowser('the pages', () => {
  const folder = folderForAll();
  const out = path.join(folder, 'site');
  let browser: TestBrowser;
  let served: support.Served;

  beforeAll(async () => {
    served = await support.serve(support.siteOf(), out);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    served.close();
  });

  /** Until all figures are drawn in the way of the window's width. */
  async function drawn(page: Page): Promise<void> {
    if ((await page.locator('.figure').count()) === 0) return;
    const wrong = page.viewportSize()!.width < 600 ? '.figure:not(.narrow)' : '.figure.narrow';
    await expect.poll(() => page.locator(wrong).count(), { timeout: 60_000 }).toBe(0);
    await page.waitForSelector('html[data-figures=drawn]', { state: 'attached', timeout: 60_000 });
  }

  /** Opens a page, waits until its figures are drawn, and asks that nothing went wrong on it. */
  async function look(
    address: string,
    options: PageOptions,
    ask: (page: Page) => Promise<void>,
  ): Promise<void> {
    const { page, problems, requests, close } = await browser.newPage(options);
    await page.goto(address);
    await drawn(page);
    await ask(page);
    expect(problems).toEqual([]);
    const own = new URL('.', address).href;
    expect(requests.filter((request) => !request.startsWith(own))).toEqual([]);
    await close();
  }

  async function expectGoodPage(page: Page): Promise<void> {
    expect(await page.evaluate(inside.sidewaysOverflow)).toEqual([]);
    expect(await page.evaluate(inside.lowContrast, 4.5)).toEqual([]);
    expect(await page.evaluate(inside.badFormulas)).toEqual([]);
    expect(await page.evaluate(inside.cutTables)).toEqual([]);
    expect(await page.evaluate(inside.touchingLabels)).toEqual([]);
    for (const { id, marks, pictureShown, clipped } of await page.evaluate(inside.drawnFigures)) {
      expect(marks, id).toBeGreaterThan(0);
      expect(pictureShown, id).toBe(false);
      expect(clipped, id).toEqual([]);
    }
  }

  /** Moves the mouse over data of a figure until a label shows. */
  async function expectLabel(page: Page, id: string): Promise<void> {
    const targets = await page.evaluate(inside.hoverTargets, id);
    expect(targets.length, id).toBeGreaterThan(0);
    const label = page.locator(`[id="${id}"] .hoverlayer .hovertext`).first();
    for (const { x, y } of targets) {
      await page.mouse.move(x - 1, y);
      await page.mouse.move(x, y);
      try {
        await label.waitFor({ state: 'attached', timeout: 1000 });
        expect((await label.textContent())?.length, id).toBeGreaterThan(0);
        return;
      } catch {
        continue; // covered by another trace, perhaps
      }
    }
    throw new Error(`No label shows over any of ${targets.length} points of ${id}.`);
  }

  test.each(notebookPages)('%s, on a screen and on a phone', async (name) => {
    await look(served.address + name, {}, async (page) => {
      await expectGoodPage(page);
      for (const { id } of await page.evaluate(inside.drawnFigures)) await expectLabel(page, id);
      await page.setViewportSize(PHONE);
      await drawn(page);
      await expectGoodPage(page);
    });
  });

  test.each(otherPages)('%s, on a screen and on a phone', async (name) => {
    await look(served.address + name, PHONE, async (page) => {
      await expectGoodPage(page);
      await page.setViewportSize({ width: 1280, height: 900 });
      await expectGoodPage(page);
    });
  });

  test('a small picture of the index leads to its figure', async () => {
    await look(`${served.address}index.html`, PHONE, async (page) => {
      const link = page.locator('.thumbnails a').first();
      const target = await link.getAttribute('href');
      await link.click();
      await page.waitForURL(served.address + target);
      await drawn(page);
      await expectGoodPage(page);
      expect(
        await page.locator(`[id="${target!.split('#')[1]}"] .main-svg`).count(),
      ).toBeGreaterThan(0);
    });
  });

  test('works from the disk', async () => {
    await look(pathToFileURL(path.join(out, notebookPages[0])).href, {}, expectGoodPage);
  });

  test('without JavaScript every picture shows, and nothing overflows', async () => {
    const { page, problems, close } = await browser.newPage({
      ...PHONE,
      context: { javaScriptEnabled: false },
    });
    await page.goto(served.address + notebookPages[0]);
    const images = await page.locator('.figure img').all();
    expect(images.length).toBeGreaterThan(0);
    for (const image of images) {
      await image.scrollIntoViewIfNeeded();
      const box = await image.boundingBox();
      expect(box!.width).toBeGreaterThan(300);
      expect(box!.x + box!.width).toBeLessThanOrEqual(PHONE.width);
    }
    expect(problems).toEqual([]);
    await close();
  });

  test('markup in a figure or an output does nothing', async () => {
    const evil = '</script><img src="x" onerror="window.hacked=1"><script>window.hacked=1</script>';
    const points = { type: 'scatter', mode: 'markers', x: [1, 2], y: [1, 2] };
    const trace = { ...points, name: evil, text: evil };
    const layout = { title: { text: evil }, showlegend: true };
    const notebooks = path.join(folder, 'evil');
    support.writeNotebook(notebooks, 'evil', `# ${evil}`, [
      support.show({ 'text/html': `<p>${evil}</p>` }),
      support.show({ [PLOTLY]: { data: [trace], layout }, 'image/png': support.pixel }),
    ]);
    const other = await support.serve(support.siteOf(notebooks), path.join(folder, 'evil-site'));
    await look(`${other.address}evil.html`, {}, async (page) => {
      expect(await page.locator('.figure .main-svg').count()).toBeGreaterThan(0);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(await page.locator('h1').textContent()).toBe(evil);
    });
    other.close();
  });
});
