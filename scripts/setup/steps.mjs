// @ts-check
import { nativeBinding } from './binding.mjs';
import { build } from './build.mjs';
import { cudaLinks } from './cuda-links.mjs';
import { jupyter } from './jupyter.mjs';
import { nodePackages } from './node-packages.mjs';
import { pythonPackages } from './python-packages.mjs';
import { tensorflowWheel } from './tensorflow.mjs';
import { trialLoad } from './trial-load.mjs';

/**
 * What a step may need to know before anything runs.
 * @typedef {{ choice: import('./tensorflow-choice.mjs').Choice }} Plan
 *
 * What a running step is given. `execution(name)`: the options of `run` (command.mjs), with a
 * log file of that name. `python` and `compiler`: what the prerequisites found.
 * @typedef {Plan & {
 *   signal: AbortSignal,
 *   execution: (name: string) => { log: string, signal: AbortSignal,
 *     noteChild: (pid: number | null) => void },
 *   python: () => import('./machine.mjs').Python,
 *   compiler: () => import('./machine.mjs').Compiler,
 *   record: (news: import('./record.mjs').Recorded) => void,
 * }} Context
 *
 * One step of the set-up. It is done if its result `isThere` and it last ended with the same
 * `inputs`; `adoptable`: without a stamp, `isThere` alone decides.
 * @typedef {{
 *   name: string, title: string,
 *   diskMB: number | ((plan: Plan) => number),
 *   needsPython?: boolean, needsCompiler?: boolean, adoptable?: boolean,
 *   inputs: (plan: Plan) => string,
 *   isThere: () => boolean,
 *   run: (context: Context) => Promise<void>,
 * }} Step
 */

/** The set-up, in order. @type {Step[]} */
export const steps = [
  nodePackages,
  pythonPackages,
  tensorflowWheel,
  cudaLinks,
  nativeBinding,
  build,
  trialLoad,
  jupyter,
];
