import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type BenchCase, cases } from '../../bench/cases.js';
import { type Contender, contenders } from '../../bench/contenders.js';
import { type MeasuredCase, measureCase } from '../../bench/measure.js';
import {
  type CheckedRun,
  type Format,
  lossDifference,
  type Parity,
  type RunOrder,
  type Timing,
  type WideOrder,
  type WideStep,
} from './check-report.js';

/** How much the check does: the tests of its own code do little, on the CPU. */
export interface Extent {
  device: 'cpu' | 'gpu';
  steps: number; // whose losses are compared
  trials: number; // of `runs` that are compared
  cases: BenchCase[];
  rounds: number;
  wide: Omit<WideOrder, 'device' | 'compute'>;
}

export const fullExtent: Extent = {
  ...{ device: 'gpu', steps: 50, trials: Infinity, cases, rounds: 5 },
  wide: { dModel: 768, batch: 128, steps: 20, matrix: 8192 },
};
export const smallExtent: Extent = {
  ...{ device: 'cpu', steps: 3, trials: 2, cases: cases.slice(0, 1), rounds: 1 },
  wide: { dModel: 64, batch: 2, steps: 2, matrix: 128 },
};

type Ended = { stdout: string; stderr: string; code: number | null; signal: string | null };

/** A program beside this one, with one argument; `onStart` may end it. */
function start(
  program: string,
  order: object,
  { env, onStart }: { env?: NodeJS.ProcessEnv; onStart?: (kill: () => void) => void },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const file = path.join(__dirname, program);
    const child = spawn(process.execPath, [file, JSON.stringify(order)], {
      env: { ...process.env, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += String(text)));
    child.stderr.on('data', (text) => (stderr = (stderr + String(text)).slice(-4000)));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ stdout, stderr, code, signal }));
    onStart?.(() => child.kill('SIGKILL'));
  });
}

/** What such a program printed. Throws with the end of what it said when it failed. */
async function answer<T>(program: string, order: object, env?: NodeJS.ProcessEnv): Promise<T> {
  const { stdout, stderr, code, signal } = await start(program, order, { env });
  const line = stdout.split('\n').find((each) => each.startsWith('{"'));
  if (code !== 0 || !line) {
    throw new Error(`${program} ended (${signal ?? `exit code ${code}`}):\n${stderr.trim()}`);
  }
  return JSON.parse(line) as T;
}

/** As `Promise.all`, of half as many at a time as there are cores: numbers that no clock enters. */
async function sideBySide<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      results[next[0]] = await work(next[1]);
    }
  };
  const workers = Math.max(1, Math.floor(os.availableParallelism() / 2));
  await Promise.all(Array.from({ length: workers }, worker));
  return results;
}

const RESUMED_STEPS = 2000;
/** Checkpoints that a run has written when it is killed. */
const CHECKPOINTS = 3;

const people = { nPeople: 60, exposures: 60, batchSize: 24, warmupSteps: 10 };

/** The step of each finding; 02 has those in bfloat16. */
const runs: { name: string; format: Format; finding: string; config: RunOrder['config'] }[] = [
  ...(['bf16', 'bf16-products', 'bf16-stochastic'] as const).map((mode) => ({
    name: `02 ${mode}`,
    format: 'bf16' as const,
    finding: 'float32-vs-bfloat16',
    config: { mode, steps: 60, ...(mode === 'bf16-stochastic' && { noise: 'counted' }) },
  })),
  {
    name: '01 random sequences',
    format: 'float32',
    finding: 'bits-per-parameter',
    config: { dModel: 32, steps: 60 },
  },
  { name: '03 strings', format: 'float32', finding: 'random-strings', config: { epochs: 60 } },
  { name: '04 biographies', format: 'float32', finding: 'biographies-qa', config: people },
  { name: '05 probed biographies', format: 'float32', finding: 'p-probing', config: people },
];

/**
 * The losses of each finding's step here and on the CPU, and here once more; and, as a control, on the
 * CPU with TensorFlow's own ops in place of the kit's kernels: the same numbers, added up in another
 * order. No further apart than these can two devices be expected to stay.
 */
export function checkParity(extent: Extent, log: (line: string) => void): Promise<Parity[]> {
  return sideBySide(runs.slice(0, extent.trials), async ({ name, format, finding, config }) => {
    const train = (device: 'cpu' | 'gpu', env?: NodeJS.ProcessEnv): Promise<CheckedRun> => {
      const order: RunOrder = { device, finding, config, steps: extent.steps, checkpoint: null };
      return answer<CheckedRun>('check-run.js', order, env);
    };
    const [reference, composed, once, again] = [
      await train('cpu'),
      await train('cpu', { KIT_KERNELS: 'composed' }),
      await train(extent.device),
      await train(extent.device),
    ];
    const repeats = JSON.stringify(once.losses) === JSON.stringify(again.losses);
    log(`  ${name}: ${once.losses.length} losses, ${once.seconds.toFixed(0)} s`);
    const apart = lossDifference(once.losses, reference.losses);
    const control = lossDifference(composed.losses, reference.losses).worst;
    return { name, format, repeats, ...apart, control };
  });
}

/** Trains a run, kills it on the way, goes on, and compares with one that was left alone. */
export async function checkResume(
  { device }: Extent,
  folder: string,
): Promise<{ killedAtStep: number; same: boolean }> {
  const config = { steps: RESUMED_STEPS };
  const order: RunOrder = {
    device,
    finding: 'bits-per-parameter',
    config,
    steps: null,
    checkpoint: null,
  };
  const whole = await answer<CheckedRun>('check-run.js', order);
  const kept = { ...order, checkpoint: path.join(folder, 'killed.safetensors') };
  const written = new Set<number>(); // the first is that of the first step
  const onStart = (kill: () => void): void => {
    const timer = setInterval(() => {
      const file = fs.statSync(kept.checkpoint, { throwIfNoEntry: false });
      if (file) written.add(file.mtimeMs);
      if (written.size < CHECKPOINTS) return;
      clearInterval(timer);
      kill();
    }, 5);
  };
  const { signal, stderr } = await start('check-run.js', kept, { onStart });
  if (signal !== 'SIGKILL')
    throw new Error(`The run ended before it was killed:\n${stderr.trim()}`);
  const resumed = await answer<CheckedRun>('check-run.js', kept);
  const killedAtStep = whole.losses.length - resumed.losses.length;
  return { killedAtStep, same: killedAtStep > 0 && resumed.digest === whole.digest };
}

/** The engine plain and with XLA, and torch.compile with its fused attention in both of its modes. */
const timed = (python: string | null): Contender[] =>
  contenders.flatMap((contender) => {
    const each = (variants: Record<string, string>): Contender[] =>
      Object.entries(variants).map(([variant, name]) => ({
        ...contender,
        ...{ name, variants: [variant] },
      }));
    if (contender.name === 'captured') return each({ plain: 'plain', xla: 'xla' });
    if (contender.name !== 'torch.compile' || python === null) return [];
    return each({
      'compile-fused': 'torch.compile',
      'autotune-fused': 'torch.compile, max-autotune',
    });
  });

/**
 * Milliseconds a step of the bench's cases, all by the same measure: medians over turns. First all are
 * compiled side by side into caches in `scratch`; then each case has the device to itself.
 */
export async function checkTimings(
  { device, cases, rounds }: Extent,
  python: string | null,
  scratch: string,
  log: (line: string) => void,
): Promise<Timing[]> {
  const setting = { python, threads: 1, device, scratch };
  const measure = (benchCase: BenchCase, rounds: number, more = {}): Promise<MeasuredCase> =>
    measureCase(benchCase, timed(python), { ...setting, ...more }, rounds, log);
  if (device === 'gpu') {
    const compileThreads = 4; // of each, since tuning takes minutes on one
    await sideBySide(cases, (each) => measure(each, 0, { compileThreads }));
  }
  const timings: Timing[] = [];
  for (const benchCase of cases) {
    const measured = await measure(benchCase, rounds);
    timings.push({
      case: benchCase.name,
      msPerStep: Object.fromEntries(
        measured.contenders.map(({ contender, msPerStep }) => [contender, msPerStep]),
      ),
      torch: measured.contenders.find(({ versions }) => versions.torch)?.versions.torch ?? null,
    });
  }
  return timings;
}

/** A wide model, in each arithmetic with the device to itself. */
export async function checkWide({ device, wide }: Extent): Promise<WideStep[]> {
  const results: WideStep[] = [];
  for (const compute of ['float32', 'bfloat16'] as const) {
    results.push(await answer<WideStep>('check-wide.js', { ...wide, device, compute }));
  }
  return results;
}
