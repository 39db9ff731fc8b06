// @ts-check
import { ask } from './command.mjs';
import { SetupError, stopAt } from './error.mjs';
import {
  compilerCandidates,
  findCompiler,
  findPythons,
  freeDiskMB,
  nvidiaDriver,
} from './machine.mjs';
import { root } from './paths.mjs';
import * as check from './prerequisites.mjs';

/**
 * Looks for what the pending steps need, before the first of them runs.
 * @param {import('./steps.mjs').Step[]} todo
 * @param {{ choice: import('./tensorflow-choice.mjs').Choice, hasGpu: boolean }} plan
 * @returns {Pick<import('./steps.mjs').Context, 'python' | 'compiler'>} Each fails with the
 *   problem and its remedy if what it gives is missing.
 * @throws {SetupError} Naming everything that is missing.
 */
export function requirePrerequisites(todo, { choice, hasGpu }) {
  const pythons = once(findPythons);
  const compiler = once(findCompiler);
  const noPython = () => check.checkPython(pythons());
  const noCompiler = () =>
    check.checkCompiler({
      found: compiler() !== null,
      tried: compilerCandidates(),
      platform: process.platform,
    });

  const runs = (/** @type {string} */ name) => todo.some((step) => step.name === name);
  // Installing packages anew removes the binding, which is then compiled again.
  const compiles = runs('node-packages') || runs('python-packages') || runs('binding');
  const needMB = todo
    .map(({ diskMB }) => (typeof diskMB === 'number' ? diskMB : diskMB({ choice })))
    .reduce((sum, mb) => sum + mb, 0);
  stopAt([
    runs('node-packages') ? check.checkNpm(ask('npm', ['--version'])) : null,
    runs('python-packages') ? noPython() : null,
    compiles ? noCompiler() : null,
    check.checkDisk({ freeMB: freeDiskMB(root), needMB, folder: root }),
    runs('tensorflow')
      ? check.checkDriver({
          variant: choice.variant,
          hasGpu,
          driver: hasGpu ? nvidiaDriver() : null,
        })
      : null,
  ]);
  return {
    python: () => found(check.choosePython(pythons()), noPython),
    compiler: () => found(compiler(), noCompiler),
  };
}

/**
 * @template T
 * @param {T | null} tool
 * @param {() => import('./error.mjs').Problem | null} explain
 * @returns {T}
 */
function found(tool, explain) {
  if (tool !== null) return tool;
  throw new SetupError(/** @type {import('./error.mjs').Problem} */ (explain()));
}

/**
 * @template T
 * @param {() => T} compute
 * @returns {() => T}
 */
function once(compute) {
  /** @type {{ value: T } | null} */
  let kept = null;
  return () => (kept ??= { value: compute() }).value;
}
