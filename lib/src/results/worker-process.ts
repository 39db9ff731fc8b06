import { type ChildProcess, fork } from 'node:child_process';
import * as path from 'node:path';
import { outOfMemory } from '../engine';
import type { TrainOptions } from './train-run';
import { workerEnvironment } from './worker-environment';
import type { FindingSource, FromWorker, ToWorker } from './worker-messages';

const killAfterMs = 5_000; // time for a checkpoint before a worker is killed
const keptOutput = 4_000; // characters of its output shown when it crashes

export interface WorkerHooks {
  onMessage(message: FromWorker): void;
  /** The process is gone. `reason` says how, with the end of what it printed. */
  onExit(reason: string): void;
}

/** A worker process as the sweep sees it. */
export interface WorkerProcess {
  send(message: ToWorker): void;
  /** Asks for a checkpoint and the end, and kills the process if it does not follow. */
  stop(): void;
}

/** Starts a worker process and tells it the finding. */
export function startWorker(
  source: FindingSource,
  options: TrainOptions,
  hooks: WorkerHooks,
): WorkerProcess {
  const child = fork(path.join(__dirname, 'worker.js'), [String(process.pid)], {
    execArgv: [],
    env: workerEnvironment(),
    serialization: 'advanced', // keeps a NaN loss a NaN
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptOutput);
    });
  }
  let startError = '';
  let gone = false;
  const leave = (code: number | null, signal: NodeJS.Signals | null): void => {
    if (!gone) hooks.onExit(exitReason(code, signal, startError, output));
    gone = true;
  };
  child.on('error', (error) => {
    startError = error.message;
    if (child.pid === undefined) leave(null, null); // never started: it need not close either
  });
  child.on('message', (message) => hooks.onMessage(message as FromWorker));
  child.on('close', leave);
  const send = (message: ToWorker): void => {
    if (child.connected) child.send(message, () => undefined); // a dead worker reports by onExit
  };
  send({ type: 'init', source, options });
  return { send, stop: () => stopChild(child, send) };
}

function stopChild(child: ChildProcess, send: (message: ToWorker) => void): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  send({ type: 'abort' });
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  child.once('close', () => clearTimeout(timer));
}

function exitReason(
  code: number | null,
  signal: NodeJS.Signals | null,
  startError: string,
  output: string,
): string {
  const tail = output.trim() ? `\nThe end of its output:\n${output.trim()}` : '';
  if (startError) return `its process could not be started: ${startError}`;
  if (signal === 'SIGKILL') {
    return (
      'its process was killed (SIGKILL), as the system does when memory runs out; ' +
      `run again with fewer workers (KIT_JOBS=1)${tail}`
    );
  }
  const end = `its process ended (${signal ?? `exit code ${code}`})`;
  const memory = outOfMemory(output);
  return memory === null ? end + tail : `${end}. ${memory}`;
}
