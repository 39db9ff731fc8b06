// @ts-check
import { readFileSync } from 'node:fs';
import { ask } from './command.mjs';
import { findCompiler, glibcVersion, nvidiaDriver } from './machine.mjs';
import { at, sitePackages, venvPython } from './paths.mjs';

/**
 * The versions that were used, for .kit/setup.json.
 * @param {boolean} hasGpu
 * @returns {import('./record.mjs').Recorded}
 */
export function versionsOf(hasGpu) {
  const python = ask(venvPython, [
    '-c',
    'import platform, sys; print(platform.python_version(), sys._base_executable)',
  ]);
  const [version = '', ...executable] = (python ?? '').split(' ');
  return {
    kit: JSON.parse(readFileSync(at('package.json'), 'utf8')).version,
    node: process.versions.node,
    npm: ask('npm', ['--version']) ?? 'unknown',
    platform: `${process.platform} ${process.arch}`,
    glibc: glibcVersion(),
    python: { version, executable: executable.join(' '), sitePackages: sitePackages() ?? '' },
    compiler: findCompiler()?.version ?? 'none',
    nvidiaDriver: hasGpu ? (nvidiaDriver()?.version ?? null) : null,
    finished: new Date().toISOString(),
  };
}
