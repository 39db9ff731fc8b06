// @ts-check
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, run } from './command.mjs';
import { at, kitFolder, root, sitePackages, venv, venvPython } from './paths.mjs';
import { hashInputs } from './stamp.mjs';

/**
 * Installs a hash-pinned lock into .venv. The locks are complete, so nothing is resolved; only
 * wheels are taken, so that no package's own build script runs.
 * @param {string} lock
 * @param {ReturnType<import('./steps.mjs').Context['execution']>} execution
 * @param {string[]} [options] More options of pip.
 */
export async function pipInstall(lock, execution, options = []) {
  // pip unpacks gigabytes for the GPU wheels: on the clone's disk, which was checked for space,
  // and not in a /tmp that may be held in memory.
  const temporary = join(kitFolder, 'tmp');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const args = [
    ...['-m', 'pip', 'install', '--require-hashes', '--no-deps', '--only-binary', ':all:'],
    ...['--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '-r', lock],
  ];
  await run(venvPython, [...args, ...options], {
    ...execution,
    env: { ...cleanEnvironment(), TMPDIR: temporary },
    remedy:
      'If the network was down, run this again. If a hash differs, the package index serves ' +
      'another file than the pinned one: check its mirror.',
  });
  rmSync(temporary, { recursive: true, force: true });
}

const lock = at('requirements', 'notebook.lock');

/** @type {import('./steps.mjs').Step} */
export const pythonPackages = {
  name: 'python-packages',
  title: 'Python environment (.venv: JupyterLab, plotly, kaleido)',
  diskMB: 700,
  needsPython: true,
  // The folder's path is written into the scripts of a venv, so a moved clone gets a new one.
  inputs: () => hashInputs(root, [lock]),
  isThere() {
    const packages = sitePackages();
    return (
      existsSync(venvPython) &&
      existsSync(join(venv, 'bin', 'jupyter-lab')) &&
      packages !== null &&
      existsSync(join(packages, 'kaleido'))
    );
  },
  // Made anew each time: whatever an interrupted run or another Python left is gone.
  async run({ execution, python }) {
    rmSync(venv, { recursive: true, force: true });
    await run(python().executable, ['-m', 'venv', venv], {
      ...execution('venv'),
      env: cleanEnvironment(),
      remedy: 'Check that this Python can make environments, or name another with KIT_PYTHON.',
    });
    await pipInstall(lock, execution('pip'));
  },
};
