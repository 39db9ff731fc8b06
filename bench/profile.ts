// `node build/bench/profile.js [case...]`: where the time of a step goes, op by op.
//
// A step that runs op by op is watched at the one place through which every op reaches TensorFlow.
// The time there is computing (kernels); the rest is JavaScript and the way to TensorFlow, which is
// all that capturing a step can save without other kernels.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow } from 'memorization-kit/engine';
import { cases, describe } from './cases';
import { kitStep } from './contenders/kit-task';
import { stockStep } from './contenders/stock-step';
import { type Problem, readProblem, writeProblem } from './problem';
import { median } from './statistics';

const STEPS = 15;
const SHOWN = 12;

type ExecuteOp = (name: string, ...rest: unknown[]) => unknown;

interface Watched {
  calls: number;
  ms: number;
}

/** Runs `body` while the time in each op is added up by name. */
function watchOps(body: () => void): Map<string, Watched> {
  const backend = tf.backend() as unknown as { binding: { executeOp: ExecuteOp } };
  const real = backend.binding;
  const byName = new Map<string, Watched>();
  const executeOp: ExecuteOp = (name, ...rest) => {
    const start = performance.now();
    const result = real.executeOp(name, ...rest);
    const entry = byName.get(name) ?? { calls: 0, ms: 0 };
    byName.set(name, { calls: entry.calls + 1, ms: entry.ms + performance.now() - start });
    return result;
  };
  backend.binding = new Proxy({} as typeof real, {
    get: (_, key: keyof typeof real) => (key === 'executeOp' ? executeOp : real[key]),
  });
  try {
    body();
  } finally {
    backend.binding = real;
  }
  return byName;
}

function msPerStep(step: () => number): number {
  step();
  step();
  const times = Array.from({ length: STEPS }, () => {
    const start = performance.now();
    step();
    return performance.now() - start;
  });
  return median(times);
}

/** One Markdown section: total, ops, and the ops that take most of the time. */
function profile(title: string, step: () => number): string {
  const ms = msPerStep(step);
  const ops = watchOps(() => {
    for (let i = 0; i < STEPS; i++) step();
  });
  const rows = [...ops].sort(([, a], [, b]) => b.ms - a.ms);
  const calls = rows.reduce((sum, [, op]) => sum + op.calls, 0) / STEPS;
  const inOps = rows.reduce((sum, [, op]) => sum + op.ms, 0) / STEPS;
  const lines = rows.slice(0, SHOWN).map(([name, op]) => {
    return `| ${name} | ${op.calls / STEPS} | ${(op.ms / STEPS).toFixed(2)} |`;
  });
  return [
    `**${title}**: ${ms.toFixed(1)} ms a step; ${calls} ops, in which ${inOps.toFixed(1)} ms are spent.`,
    ['| op | calls | ms |', '| --- | --: | --: |', ...lines].join('\n'),
  ].join('\n\n');
}

function section(problem: Problem): string {
  tf.disposeVariables(); // the case before has used the same names
  const [native, plain, xla] = [
    kitStep(problem, 'plain'),
    kitStep(problem, 'plain', 'composed'),
    kitStep(problem, 'xla', 'composed'),
  ].map((step) => `${msPerStep(step).toFixed(2)} ms`);
  return [
    `## ${problem.name}`,
    describe(problem),
    `Captured: ${native} a step with native kernels; composed ${plain}, with XLA ${xla}.`,
    profile('Stock tfjs', stockStep(problem)),
    profile("The kit's code, op by op", kitStep(problem, 'eager', 'composed')),
    profile('The same with native kernels', kitStep(problem, 'eager')),
  ].join('\n\n');
}

const wanted = process.argv.slice(2);
loadTensorFlow({ device: 'cpu', threads: 1 });
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-profile-'));
try {
  const sections = cases
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    .map((benchCase) => {
      writeProblem(benchCase, path.join(folder, benchCase.name));
      return section(readProblem(path.join(folder, benchCase.name)));
    });
  console.log(['# Where the time of a step goes', ...sections].join('\n\n'));
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
