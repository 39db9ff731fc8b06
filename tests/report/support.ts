import { afterAll, beforeAll } from 'vitest';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { storeMadeUpResults } from '../plot/made-up-results.js';

/** A folder with made-up results of the first finding, for the tests of one file. */
export function storedCapacity(): { folder: () => string; data: () => string } {
  let folder = '';
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-report-'));
    storeMadeUpResults(path.join(folder, 'data'), 2.5);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return { folder: () => folder, data: () => path.join(folder, 'data') };
}
