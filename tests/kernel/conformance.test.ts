import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { folderForAll } from '../folder.js';
import { python, testPackages } from './packages.js';

const folder = folderForAll();

it("passes the community's conformance tests of its messages", async () => {
  const env = { ...testPackages(), KIT_HISTORY: path.join(folder, 'history.jsonl') };
  const script = path.join(import.meta.dirname, 'conformance.py');
  const { stderr } = await promisify(execFile)(python, [script], { env });
  expect(stderr).toMatch(/\nRan 12 tests .*\n\nOK \(skipped=2\)/);
  expect(stderr).toContain("skipped 'No code clear output'");
  expect(stderr).toContain("skipped 'No code page something'");
}, 300_000);
