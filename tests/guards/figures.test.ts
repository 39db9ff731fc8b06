import { expect, it } from 'vitest';
import { runScript } from '../notebook/command.js';

it('every committed figure has the values that the stored runs give', async () => {
  const env = { KIT_DATA: '', KIT_FIGURES: '' };
  const { code, stdout, stderr } = await runScript('figures', ['--check'], env);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/\d+ figures: their values are those in/);
  expect(code).toBe(0);
});
