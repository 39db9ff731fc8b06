// @ts-check
import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cleanEnvironment, run } from './command.mjs';
import { findPythons } from './machine.mjs';
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

/**
 * Whether a Python is the version whose packages are here: `/usr/bin/python3` of a system that was
 * upgraded is another than the one that .venv was made with.
 * @param {string} executable With no link left in its path.
 * @param {string} packages The folder `lib/python3.x/site-packages`.
 */
export function isPythonOf(executable, packages) {
  const name = basename(executable);
  return !/^python3\.\d+$/.test(name) || name === basename(dirname(packages));
}

/**
 * Whether KIT_PYTHON is silent or names the Python that .venv was made with.
 * @param {string} executable
 */
function isAskedFor(executable) {
  if (!process.env.KIT_PYTHON) return true;
  return findPythons().some((python) => realpathSync(python.executable) === executable);
}

const lock = at('requirements', 'notebook.lock');

/** @type {import('./steps.mjs').Step} */
export const pythonPackages = {
  name: 'python-packages',
  title: 'Python environment (.venv: JupyterLab, plotly, kaleido)',
  diskMB: 700,
  needsPython: true,
  // The folder's path is written into the scripts of a venv, so a moved clone gets a new one.
  inputs: () => hashInputs([root, process.platform, process.arch], [lock]),
  isThere() {
    const packages = sitePackages();
    return (
      existsSync(venvPython) &&
      existsSync(join(venv, 'bin', 'jupyter-lab')) &&
      packages !== null &&
      existsSync(join(packages, 'kaleido')) &&
      isPythonOf(realpathSync(venvPython), packages) &&
      isAskedFor(realpathSync(venvPython))
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
