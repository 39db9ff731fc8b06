import { expect, test } from 'vitest';
import { describeInBrowser, openBrowser, systemChromium, whyNoBrowser } from '../browser.js';
import { whyNotPackaged } from '../packaged-chromium.js';

const nowhere = { PATH: '/nonexistent' };

test('a browser that KIT_CHROMIUM names wrongly is an error', () => {
  expect(() => systemChromium({ KIT_CHROMIUM: '/no/such' })).toThrow(
    /KIT_CHROMIUM names \/no\/such/,
  );
});

test('without any browser the reason names the remedy', () => {
  const reason = whyNoBrowser(nowhere);
  if (whyNotPackaged()) expect(reason).toMatch(/KIT_CHROMIUM/);
  else expect(reason).toBeNull();
});

/** A browser with a page on which it has drawn a word. */
async function withWord() {
  const browser = await openBrowser();
  const { page, problems } = await browser.newPage({ width: 390, height: 300 });
  await page.setContent('<span id="word">memorization</span>');
  const box = await page.locator('#word').boundingBox();
  expect(box?.width).toBeGreaterThan(40); // without any font it is 0
  return { browser, page, problems };
}

describeInBrowser('the browser of the tests', () => {
  test('draws text, and reports what goes wrong on a page', async () => {
    const { browser, page, problems } = await withWord();
    await page.evaluate(() => {
      console.error('first');
      setTimeout(() => {
        throw new Error('second');
      });
    });
    await expect.poll(() => problems).toEqual(['first', 'second']);
    await browser.close();
  });
});

// The machine's own browser is taken first, so that elsewhere this is all that runs the package's.
test.skipIf(whyNotPackaged() !== null)('the packaged Chromium starts and draws text', async () => {
  const before = { ...process.env };
  try {
    process.env.PATH = nowhere.PATH;
    delete process.env.KIT_CHROMIUM;
    await (await withWord()).browser.close();
  } finally {
    Object.assign(process.env, before);
  }
});
