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
import { inTurns } from './turns';

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
      const step = kitStep(readProblem(folder), 'plain');
      const on = (count: number) => ({ before: () => void setKernelThreads(count), step });
      const [one, several] = inTurns([on(1), on(threads)]);
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
