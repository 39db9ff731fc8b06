import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadTensorFlow } from 'memorization-kit/engine';
import { cases } from '../../bench/cases.js';
import { kitStep } from '../../bench/contenders/kit-task.js';
import { readProblem, writeProblem } from '../../bench/problem.js';
import type { Counted, CountedStep } from './wheel-report.js';

/*
 * The program of one process with the fake driver: a few steps of a case, whose launches and copies are
 * counted. Arguments: the case, 'plain' or 'xla', how the model computes. Prints one line of JSON.
 */

const STEPS = 10;
const file = process.env.KIT_TEST_GPU_COUNTS ?? '';

/** What was counted since the last time; the signal is handled as soon as it is sent. */
async function counts(): Promise<Counted[]> {
  fs.rmSync(file, { force: true });
  await pause(50); // what other threads still do
  process.kill(process.pid, 'SIGUSR2');
  for (let i = 0; i < 100 && !fs.existsSync(file); i++) await pause(20);
  await pause(50);
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  return lines
    .map((line) => line.split('\t'))
    .filter((fields) => fields.length === 4)
    .map(([kind, name, n, bytes]) => ({ kind, name, n: Number(n), bytes: Number(bytes) }));
}

async function main(): Promise<void> {
  const [name, mode, compute] = process.argv.slice(2);
  const benchCase = cases.find((one) => one.name === name);
  if (!benchCase) throw new Error(`There is no case "${name}".`);
  const { device } = loadTensorFlow({ device: 'gpu', threads: 2 });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-gpu-wheel-'));
  try {
    const model = { ...benchCase.model, compute: compute as 'float32' };
    writeProblem({ ...benchCase, model }, folder);
    const began = performance.now();
    const step = kitStep(readProblem(folder), mode as 'plain');
    step();
    const firstStepSeconds = (performance.now() - began) / 1000;
    step();
    const before = await counts();
    for (let i = 0; i < STEPS; i++) step();
    const report: CountedStep = {
      device,
      firstStepSeconds,
      steps: STEPS,
      before,
      counted: await counts(),
    };
    console.log(`\n${JSON.stringify(report)}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
