import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';

/**
 * Runs a cell of JupyterLab as a person does: selects it and presses ctrl-Enter, again if nothing
 * comes of it, as on a busy machine while the page is still being built. Throws if it does not start.
 */
export async function runCell(page: Page, cell: Locator): Promise<void> {
  const prompt = cell.locator('.jp-InputPrompt');
  const before = await prompt.innerText();
  const changed = async (): Promise<void> => expect(await prompt.innerText()).not.toBe(before);
  for (let tries = 1; tries <= 5; tries++) {
    await prompt.click();
    await page.keyboard.press('Control+Enter');
    const started = await vi.waitFor(changed, 10_000).then(
      () => true,
      () => false,
    );
    if (started) return;
  }
  throw new Error('The cell does not start.');
}
