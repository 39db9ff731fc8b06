import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterAll, afterEach, beforeEach } from 'vitest';

const made = (): string => fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), 'kit-test-')));
const remove = (folder: string): void => fs.rmSync(folder, { recursive: true, force: true });

/** A folder for the tests of one file or block, gone after them. */
export function folderForAll(): string {
  const folder = made();
  afterAll(() => remove(folder));
  return folder;
}

/** A folder for each test of a file or block: `path` is that of the test that runs. */
export function folderForEach(): { readonly path: string } {
  const folder = { path: '' };
  beforeEach(() => {
    folder.path = made();
  });
  afterEach(() => remove(folder.path));
  return folder;
}
