import { bitsPerParameter } from 'memorization-kit/findings';
import { shownProfile, storedResults } from 'memorization-kit/results';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { storeMadeUpResults } from '../figures/made-up-results.js';
import { storedCapacity } from '../report/support.js';

const { data } = storedCapacity();

const shown = (asked?: 'quick' | 'standard' | 'paper') =>
  storedResults(bitsPerParameter, data(), asked);

it('shows the most wanted sweep that is complete, and a part of one only where no other is', () => {
  expect(shown()?.profile).toBe('quick');
  expect(shown('standard')).toBeNull();

  storeMadeUpResults(data(), 2.5, 'standard');
  expect(shown()?.profile).toBe('standard');

  const folder = path.join(data(), bitsPerParameter.name, 'standard');
  const [first, second] = fs.readdirSync(folder).sort();
  fs.rmSync(path.join(folder, first));
  expect(shown()?.profile).toBe('quick');
  expect(shown('standard')?.missing).toHaveLength(1);

  fs.rmSync(path.join(data(), bitsPerParameter.name, 'quick'), { recursive: true });
  expect(shown()?.profile).toBe('standard');

  fs.writeFileSync(path.join(folder, second), 'damaged');
  expect(() => shown()).toThrow(second);
});

it('a notebook shows what is complete, unless it is told what, or is to train', () => {
  const folder = path.join(data(), bitsPerParameter.name);
  const profile = (env: Record<string, string> = {}) =>
    shownProfile(bitsPerParameter, { KIT_DATA: data(), ...env });
  fs.rmSync(folder, { recursive: true });
  expect(profile()).toBe('quick');

  storeMadeUpResults(data(), 2.5, 'standard');
  expect(profile()).toBe('standard');
  expect(profile({ KIT_PROFILE: 'quick' })).toBe('quick');
  expect(profile({ KIT_RERUN: '1' })).toBe('quick');

  const [first] = fs.readdirSync(path.join(folder, 'standard'));
  fs.rmSync(path.join(folder, 'standard', first));
  expect(profile()).toBe('quick');
});
