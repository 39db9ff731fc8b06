// @ts-check
import nvidia from '../../lib/src/engine/nvidia-driver.cjs';

const { driverProblem } = nvidia;

/**
 * What set-up cannot install itself. Each check is a pure function of facts about the machine
 * and returns the problem with its remedy, or null.
 * @typedef {import('./error.mjs').Problem} Problem
 * @typedef {import('./machine.mjs').Python} Python
 * @typedef {import('../../lib/src/engine/nvidia-driver.cjs').Driver} Driver
 */

/** The Python versions that TensorFlow 2.21 has wheels for. */
export const pythonRange = { from: 10, to: 13 };

/**
 * Compares dotted versions by number.
 * @param {string} version
 * @param {string} least
 */
export function isAtLeast(version, least) {
  const [a, b] = [version, least].map((text) => text.split('.').map((part) => parseInt(part, 10)));
  for (const [i, want] of (b ?? []).entries()) {
    const have = a?.[i] ?? 0;
    if (have !== want) return have > want;
  }
  return true;
}

/**
 * TensorFlow wheels exist for Linux on x86-64 and arm64 (with glibc) and for Macs with an Apple
 * chip.
 * @param {{ platform: string, arch: string, glibc: string | null }} machine
 * @returns {Problem | null}
 */
export function checkPlatform({ platform, arch, glibc }) {
  if (platform === 'win32') {
    return {
      problem: 'The kit does not run on Windows itself.',
      remedy: 'Use Windows Subsystem for Linux (wsl --install) and clone the repository there.',
    };
  }
  if (platform === 'darwin' && arch !== 'arm64') {
    return {
      problem: `Node runs as ${arch} on macOS, and TensorFlow 2.21 exists only for Apple chips.`,
      remedy: 'On an Apple chip install the arm64 build of Node; on an Intel Mac use Linux.',
    };
  }
  if ((platform !== 'linux' && platform !== 'darwin') || !['x64', 'arm64'].includes(arch)) {
    return {
      problem: `There is no TensorFlow 2.21 wheel for ${platform} ${arch}.`,
      remedy: 'Use Linux on x86-64 or arm64, or a Mac with an Apple chip.',
    };
  }
  if (platform === 'linux' && (glibc === null || !isAtLeast(glibc, '2.27'))) {
    return {
      problem: `TensorFlow 2.21 needs the GNU C library 2.27 or later; found ${glibc ?? 'none'}.`,
      remedy: 'Use a distribution of 2018 or later that is built on glibc (not Alpine).',
    };
  }
  return null;
}

/**
 * @param {string | null} version What `npm --version` says.
 * @returns {Problem | null}
 */
export function checkNpm(version) {
  if (version && isAtLeast(version, '9')) return null;
  return {
    problem: version ? `npm ${version} is too old.` : 'npm is not on the PATH.',
    remedy: 'Install npm 9 or later; it comes with Node (some distributions package it apart).',
  };
}

/**
 * The interpreter to build .venv with.
 * @param {Python[]} pythons In order of preference.
 * @returns {Python | null}
 */
export function choosePython(pythons) {
  return pythons.find((python) => isSupported(python) && python.hasVenv) ?? null;
}

/** @param {Python} python */
function isSupported({ version }) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 3 && minor >= pythonRange.from && minor <= pythonRange.to;
}

/**
 * @param {Python[]} pythons
 * @returns {Problem | null}
 */
export function checkPython(pythons) {
  if (choosePython(pythons)) return null;
  const range = `3.${pythonRange.from} to 3.${pythonRange.to}`;
  const bare = pythons.find(isSupported);
  if (bare) {
    return {
      problem: `${bare.command} (Python ${bare.version}) comes without its venv module.`,
      remedy: 'On Debian and Ubuntu: sudo apt install python3-venv.',
    };
  }
  const found = pythons.map((python) => `${python.command} is ${python.version}`).join(', ');
  return {
    problem: `Python ${range} is needed; ${found || 'no Python was found'}.`,
    remedy: `Install one of them, or name it: KIT_PYTHON=/path/to/python3.12.`,
  };
}

/**
 * @param {{ found: boolean, tried: string[][], platform: string }} compiler
 * @returns {Problem | null}
 */
export function checkCompiler({ found, tried, platform }) {
  if (found) return null;
  const names = tried.map((command) => command.join(' ')).join(', ');
  return {
    problem: `No C++17 compiler works (tried ${names}).`,
    remedy:
      platform === 'darwin'
        ? 'Install the command line tools: xcode-select --install.'
        : 'On Debian and Ubuntu: sudo apt install g++; or name one: CXX=/path/to/g++.',
  };
}

/**
 * @param {{ freeMB: number, needMB: number, folder: string }} disk
 * @returns {Problem | null}
 */
export function checkDisk({ freeMB, needMB, folder }) {
  if (freeMB >= needMB) return null;
  const gb = (/** @type {number} */ mb) => `${(mb / 1000).toFixed(1)} GB`;
  return {
    problem: `Set-up needs ${gb(needMB)} of disk in ${folder}; ${gb(freeMB)} are free.`,
    remedy: 'Free some space, or clone the repository onto a larger disk.',
  };
}

/**
 * @param {{ variant: string, hasGpu: boolean, driver: Driver | null }} gpu
 * @returns {Problem | null}
 */
export function checkDriver({ variant, hasGpu, driver }) {
  return variant === 'gpu' && hasGpu && driver ? driverProblem(driver) : null;
}
