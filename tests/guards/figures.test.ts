import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import { expect, it } from 'vitest';

it('every committed figure has the values that the stored runs give', () => {
  const script = path.join(projectRoot(), 'build/scripts/figures.js');
  const env = { ...process.env, KIT_DATA: undefined, KIT_FIGURES: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--check'], {
    env,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/\d+ figures: their values are those in/);
  expect(status).toBe(0);
});
