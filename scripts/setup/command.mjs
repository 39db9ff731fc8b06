// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError } from './error.mjs';
import { root } from './paths.mjs';

/**
 * Runs a short command and returns what it printed, or null if it is missing or failed.
 * @param {string} command
 * @param {string[]} args
 * @returns {string | null}
 */
export function ask(command, args) {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 30_000,
  });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Python must see its own venv only, whatever the shell had set for another project.
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment() {
  const foreign = ['PYTHONHOME', 'PYTHONPATH', 'PIP_USER', 'PIP_TARGET', 'PIP_PREFIX'];
  const own = Object.entries(process.env).filter(([name]) => !foreign.includes(name));
  return { ...Object.fromEntries(own), PYTHONNOUSERSITE: '1' };
}

/**
 * The last lines of a log, for an error message.
 * @param {string} text
 * @param {number} [count]
 */
export function tail(text, count = 25) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * Runs a long command with its output in a log file.
 * @param {string} command
 * @param {string[]} args
 * @param {{ log: string, remedy: string, noteChild: (pid: number | null) => void,
 *   signal: AbortSignal, env?: NodeJS.ProcessEnv }} options `noteChild` is told the process
 *   number while the command runs; an aborted `signal` ends the command.
 * @throws {SetupError} If the command cannot start or fails, with the end of its output.
 */
export async function run(command, args, { log, remedy, noteChild, signal, env = process.env }) {
  mkdirSync(dirname(log), { recursive: true });
  const handle = openSync(log, 'w');
  const child = spawn(command, args, { cwd: root, env, signal, stdio: ['ignore', handle, handle] });
  if (child.pid) noteChild(child.pid);
  const outcome = await new Promise((resolve) => {
    child.once('error', (error) => {
      // An abort is reported before the command is gone; wait for its exit.
      if (error.name !== 'AbortError') resolve(error.message);
    });
    child.once('exit', (code, by) => resolve(code === 0 ? null : (by ?? `exit code ${code}`)));
  });
  noteChild(null);
  closeSync(handle);
  signal.throwIfAborted();
  if (outcome !== null) {
    const shown = [command, ...args].join(' ').replaceAll(`${root}/`, '');
    throw new SetupError({
      problem:
        `This command failed (${outcome}):\n  ${shown.slice(0, 400)}\n` +
        `${tail(readFileSync(log, 'utf8'))}`,
      remedy: `${remedy} The whole output is in ${log}.`,
    });
  }
}
