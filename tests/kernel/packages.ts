import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { root } from './session.js';

const lock = path.join(root, 'requirements', 'test.lock');
const folder = path.join(root, '.kit', 'test-packages');

export const python = path.join(root, '.venv', 'bin', 'python');

/**
 * Installs what requirements/test.lock pins, once, beside what .venv has, and returns the
 * environment in which .venv's Python finds it.
 */
export function testPackages(): NodeJS.ProcessEnv {
  const hash = createHash('sha256').update(fs.readFileSync(lock)).digest('hex');
  const stamp = path.join(folder, 'lock.sha256');
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== hash) {
    fs.rmSync(folder, { recursive: true, force: true });
    execFileSync(
      python,
      [
        ...['-m', 'pip', 'install', '--require-hashes', '--no-deps', '--only-binary', ':all:'],
        ...['--disable-pip-version-check', '--no-input', '--quiet'],
        ...['--target', folder, '-r', lock],
      ],
      { stdio: ['ignore', 'inherit', 'pipe'] },
    );
    fs.writeFileSync(stamp, hash);
  }
  return { ...process.env, PYTHONPATH: folder, JUPYTER_PLATFORM_DIRS: '1' };
}
