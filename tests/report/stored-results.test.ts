import { bitsPerParameter } from 'memorization-kit/findings';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { storedResults } from '../../build/scripts/stored-results.js';
import { storeMadeUpResults } from '../figures/made-up-results.js';
import { storedCapacity } from './support.js';

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
