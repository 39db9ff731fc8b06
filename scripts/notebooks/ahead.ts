import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as os from 'node:os';
import path from 'node:path';
import { root } from './files.js';
import type { Plan } from './plan.js';

const laneBytes = 2 ** 30; // for a worker process more, with all that a quick run needs
const killMs = 10_000; // by then its workers have written their checkpoints, or been killed

/**
 * How many runs are trained ahead of the notebook that is executed: one per core where a sweep may
 * use all of them and there is memory for as many more; else none. On a GPU a second run would take
 * from the first; trained again, runs would be trained twice.
 */
export function lanesAhead(
  { device, jobs, notebooks }: Plan,
  asked: { jobs: number | null; rerun: boolean },
  freeBytes: number = os.freemem(),
): number {
  const toTrain = notebooks.filter(({ training }) => training > 0);
  if (device === 'gpu' || asked.jobs !== null || asked.rerun || toTrain.length < 2) return 0;
  return jobs < 2 ? 0 : Math.min(jobs, Math.floor(freeBytes / laneBytes));
}

export const aheadText =
  'While a notebook starts, computes live or draws, idle cores train for the next ones.';

/** Starts to train for the notebooks of a plan, in their order; returns what ends it. */
export function startAhead(
  { notebooks }: Plan,
  lanes: number,
  env: Record<string, string>,
): () => Promise<void> {
  if (lanes === 0) return () => Promise.resolve();
  const names = notebooks
    .filter(({ training }) => training > 0)
    .flatMap(({ finding }) => finding ?? []);
  const script = path.join(root, 'build', 'scripts', 'train-ahead.js');
  const child = fork(script, [String(lanes), ...names], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
    detached: true, // Ctrl-C must reach only the reproduction, which then decides
  });
  const gone = once(child, 'close');
  child.on('error', () => undefined); // without it the notebooks take longer, and that is all
  return async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), killMs);
    await gone;
    clearTimeout(timer);
  };
}
