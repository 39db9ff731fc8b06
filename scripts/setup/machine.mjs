// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statfsSync } from 'node:fs';
import driver from '../../lib/src/engine/nvidia-driver.cjs';
import { ask } from './command.mjs';

export const { nvidiaDriver } = driver;

/**
 * @typedef {{ command: string, executable: string, version: string, hasVenv: boolean,
 *   machine: string }} Python
 * @typedef {{ command: string[], version: string }} Compiler
 * @typedef {{ command: string, works: boolean }} Tried
 */

const pythonProbe = `
import importlib.util as u, json, platform, sys
print(json.dumps({
  "executable": getattr(sys, "_base_executable", None) or sys.executable,
  "version": platform.python_version(),
  "hasVenv": all(u.find_spec(m) is not None for m in ("venv", "ensurepip")),
  "machine": platform.machine(),
}))`;

/**
 * All Python interpreters worth considering, in order of preference. KIT_PYTHON, if set, is the
 * only one.
 * @returns {Python[]}
 */
export function findPythons() {
  const names = process.env.KIT_PYTHON
    ? [process.env.KIT_PYTHON]
    : ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
  return names.flatMap((command) => {
    const answer = ask(command, ['-c', pythonProbe]);
    return answer === null ? [] : [{ command, ...JSON.parse(answer) }];
  });
}

/**
 * Compilers in order of preference; CXX, if set, is the only one. It may carry words of its own
 * ("ccache g++").
 * @returns {string[][]}
 */
export function compilerCandidates() {
  const own = process.env.CXX?.trim();
  return own ? [own.split(/\s+/)] : [['g++'], ['c++'], ['clang++']];
}

/**
 * The first compiler that really compiles C++17: on a Mac without its command line tools `g++`
 * exists and only prints an advertisement.
 * @returns {Compiler | null}
 */
export function findCompiler() {
  for (const command of compilerCandidates()) {
    const [program = '', ...args] = command;
    const trial = spawnSync(program, [...args, '-std=c++17', '-x', 'c++', '-fsyntax-only', '-'], {
      input: '#include <string>\n#include <optional>\nstd::optional<std::string> s;\n',
      timeout: 30_000,
    });
    if (trial.status !== 0) continue;
    const version = ask(program, [...args, '--version'])?.split('\n')[0] ?? 'unknown';
    return { command, version };
  }
  return null;
}

/**
 * Whether an NVIDIA GPU can be used from here: its device files, or, under WSL 2, the driver
 * that Windows passes through; elsewhere nvidia-smi is asked.
 * @returns {boolean}
 */
export function hasNvidiaGpu() {
  if (process.platform !== 'linux') return false;
  if (readdirSync('/dev').some((name) => /^nvidia\d+$/.test(name))) return true;
  if (existsSync('/dev/dxg') && existsSync('/usr/lib/wsl/lib/libcuda.so.1')) return true;
  return /^GPU \d/m.test(ask('nvidia-smi', ['-L']) ?? '');
}

/**
 * Version of the GNU C library this Node runs on; null on macOS and on systems with another one.
 * @returns {string | null}
 */
export function glibcVersion() {
  if (process.platform !== 'linux') return null;
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  );
  return report.header?.glibcVersionRuntime ?? null;
}

/**
 * Free space for this user, in MB.
 * @param {string} folder
 */
export function freeDiskMB(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / 1e6);
}
