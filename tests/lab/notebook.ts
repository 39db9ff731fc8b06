import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { openBrowser } from '../browser.js';
import { temporaryFolder, writeNotebook } from '../notebook/command.js';
import { startLab } from './server.js';

/** A notebook that is open in a JupyterLab of its own, of which nothing has been run yet. */
export class OpenNotebook {
  private constructor(
    readonly page: Page,
    readonly close: () => Promise<void>,
  ) {}

  /**
   * Writes a notebook of these cells and opens it; its kernel is there.
   * @param timeout what is waited for at most from then on, in ms
   */
  static async open(
    name: string,
    cells: string[],
    { metadata = {}, timeout = 200_000 } = {},
  ): Promise<OpenNotebook> {
    const folder = temporaryFolder();
    const empty = cells.map((code) => ({ code, count: null }));
    writeNotebook(path.join(folder, name), empty, metadata);
    const root = `--ServerApp.root_dir=${folder}`;
    const [lab, browser] = await Promise.all([startLab(root), openBrowser()]);
    const { page } = await browser.newPage();
    page.setDefaultTimeout(200_000);
    const opened = new OpenNotebook(page, async () => {
      await browser.close();
      await lab.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    });
    await page.goto(`${lab.origin}/lab/tree/${name}?token=${lab.token}`);
    await opened.cell(cells.length - 1).waitFor();
    await opened.kernelIs('idle');
    page.setDefaultTimeout(timeout);
    return opened;
  }

  cell(index: number): Locator {
    return this.page.locator('.jp-Notebook .jp-CodeCell').nth(index);
  }

  kernelIs(status: 'idle' | 'busy'): Promise<void> {
    return this.page.locator(`.jp-Notebook-ExecutionIndicator[data-status="${status}"]`).waitFor();
  }

  /**
   * Runs a cell as a person does: selects it and presses ctrl-Enter, again if nothing comes of it, as
   * on a busy machine while the page is still being built. Throws if it does not start.
   */
  async run(index: number): Promise<void> {
    const prompt = this.cell(index).locator('.jp-InputPrompt');
    const before = await prompt.innerText();
    const changed = async (): Promise<void> => expect(await prompt.innerText()).not.toBe(before);
    for (let tries = 1; tries <= 5; tries++) {
      await prompt.click();
      await this.page.keyboard.press('Control+Enter');
      const started = await vi.waitFor(changed, 10_000).then(
        () => true,
        () => false,
      );
      if (started) return;
    }
    throw new Error('The cell does not start.');
  }

  /** Waits for an output of the cell that matches, and returns it. */
  async said(index: number, what: RegExp, timeout?: number): Promise<RegExpExecArray> {
    const outputs = this.cell(index).locator('.jp-OutputArea-output');
    const found = outputs.filter({ hasText: what }).first();
    await found.waitFor({ timeout });
    return what.exec(await found.innerText())!;
  }

  /** Interrupts the kernel by the keyboard. */
  async pressInterrupt(): Promise<void> {
    await this.page.keyboard.press('i');
    await this.page.keyboard.press('i');
  }
}
