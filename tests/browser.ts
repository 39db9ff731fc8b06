import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type ConsoleMessage,
  type Page,
  type Request,
} from 'playwright-core';
import { describe } from 'vitest';
import { type Program, packagedChromium, whyNotPackaged } from './packaged-chromium.js';

/*
 * A headless Chromium for tests, driven by Playwright:
 *
 *   describeInBrowser('the page', () => {
 *     let browser: TestBrowser;
 *     beforeAll(async () => { browser = await openBrowser(); });
 *     afterAll(() => browser.close());
 *
 *     test('has a title', async () => {
 *       const { page, problems, close } = await browser.newPage({ width: 390 });
 *       await page.goto(url);
 *       expect(await page.title()).toBe('...');
 *       expect(problems).toEqual([]); // nothing on the console, no request failed
 *       await close();
 *     });
 *   });
 *
 * Used is what KIT_CHROMIUM names, else a Chromium or Chrome of the machine, else the one that npm
 * has installed. Where there is none (an arm64 machine without Chromium, say), the tests are skipped,
 * and a line on stderr says so.
 */

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPrograms = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const cache = path.join(import.meta.dirname, '..', '.kit', 'browser');

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The machine's own browser: the program that KIT_CHROMIUM names or the first found, or null. */
export function systemChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.KIT_CHROMIUM) {
    if (isProgram(env.KIT_CHROMIUM)) return env.KIT_CHROMIUM;
    throw new Error(`KIT_CHROMIUM names ${env.KIT_CHROMIUM}, which is no program. Correct it.`);
  }
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const candidates = commands.flatMap((name) => folders.map((dir) => path.join(dir, name)));
  if (process.platform === 'darwin') candidates.push(...macPrograms);
  return candidates.find(isProgram) ?? null;
}

/** Why there is no browser to test with, with the remedy, or null. */
export function whyNoBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  const reason = systemChromium(env) ? null : whyNotPackaged();
  if (!reason) return null;
  return (
    `No Chromium was found, and ${reason}. ` +
    'Install Chromium or Chrome, or name its program in KIT_CHROMIUM.'
  );
}

/** `describe` for tests that need a browser: skipped, loudly, where there is none. */
export function describeInBrowser(name: string, tests: () => void): void {
  const reason = whyNoBrowser();
  if (reason) process.stderr.write(`\nSKIPPED, tests in a browser: ${name}. ${reason}\n\n`);
  describe.skipIf(reason !== null)(name, tests);
}

export interface PageOptions {
  width?: number; // of the viewport, in CSS pixels, default 1280
  height?: number; // default 900
  context?: BrowserContextOptions; // anything else of Playwright, as in { javaScriptEnabled: false }
}

export interface TestPage {
  page: Page;
  problems: string[]; // grows: errors and warnings of the console, exceptions, failed requests
  requests: string[]; // grows: the address of each request, data: and blob: left out
  close: () => Promise<void>;
}

export interface TestBrowser {
  browser: Browser;
  newPage: (options?: PageOptions) => Promise<TestPage>; // in a profile of its own
  close: () => Promise<void>;
}

function program(): Program {
  const system = systemChromium();
  return system ? { path: system, env: {} } : packagedChromium(cache);
}

async function newPage(browser: Browser, options: PageOptions): Promise<TestPage> {
  const { width = 1280, height = 900, context: more } = options;
  const context = await browser.newContext({ viewport: { width, height }, ...more });
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('console', (message: ConsoleMessage) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error: Error) => problems.push(error.message));
  page.on('request', (request: Request) => {
    if (!/^(data|blob):/.test(request.url())) requests.push(request.url());
  });
  page.on('requestfailed', (request: Request) => {
    const why = request.failure()?.errorText ?? '';
    // A page that is left cancels what it was loading: pictures that are fetched as they scroll in.
    if (why !== 'net::ERR_ABORTED') problems.push(`${request.url()} failed: ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.url()}: ${response.status()}`);
  });
  return { page, problems, requests, close: () => context.close() };
}

/** Starts the browser; it ends with `close`, at the latest with this process. */
export async function openBrowser(): Promise<TestBrowser> {
  const { path: executablePath, env } = program();
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    // No updates and no pings in a test; there is no GPU to look for; /dev/shm is small in containers.
    args: ['--disable-background-networking', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  return {
    browser,
    newPage: (options = {}) => newPage(browser, options),
    close: () => browser.close(),
  };
}
