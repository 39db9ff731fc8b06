// `node build/bench/threads.js [case...]`: what a second thread, and each further one, brings a step.
//
// One process, one program a case; the kernels take one thread and several in turns, TensorFlow's own
// ops always as many as there are.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { loadTensorFlow, setKernelThreads } from 'memorization-kit/engine';
import { cases } from './cases';
import { kitStep } from './contenders/kit-task';
import { readProblem, writeProblem } from './problem';
import { median } from './statistics';

const ROUNDS = 15;
const TURN_MS = 200;

/** Milliseconds of a step, over a turn. */
function msPerStep(step: () => number, steps: number): number {
  const start = performance.now();
  for (let i = 0; i < steps; i++) step();
  return (performance.now() - start) / steps;
}

/** Medians over the rounds, for one thread and for `threads`. */
function alternating(step: () => number, threads: number): [number, number] {
  msPerStep(step, 5);
  const steps = Math.max(3, Math.ceil(TURN_MS / msPerStep(step, 5)));
  const times: Record<number, number[]> = { 1: [], [threads]: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const count of round % 2 === 0 ? [1, threads] : [threads, 1]) {
      setKernelThreads(count);
      msPerStep(step, 2);
      times[count].push(msPerStep(step, steps));
    }
  }
  return [median(times[1]), median(times[threads])];
}

const threads = os.availableParallelism();
if (threads < 2) throw new Error('There is one core only: nothing to share among threads.');
loadTensorFlow({ device: 'cpu', threads });
const wanted = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-threads-'));
try {
  const rows = cases
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    .map((benchCase) => {
      writeProblem(benchCase, folder);
      const [one, several] = alternating(kitStep(readProblem(folder), 'plain'), threads);
      const [a, b, ratio] = [one, several, one / several].map((number) => number.toFixed(2));
      return `| ${benchCase.name} | ${a} | ${b} | ${ratio} |`;
    });
  const head = [
    '| case | ms, 1 thread | ms, ' + threads + ' | ratio |',
    '| --- | --: | --: | --: |',
  ];
  const machine = `${os.cpus()[0].model}, ${threads} cores`;
  console.log([`# Kernels on ${threads} threads`, '', machine, '', ...head, ...rows].join('\n'));
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
