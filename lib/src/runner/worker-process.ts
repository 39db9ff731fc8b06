import { type ChildProcess, fork } from 'node:child_process';
import * as path from 'node:path';
import { environmentForChild, outOfMemory } from '../engine/node';
import type { Progress } from '../experiment';
import type { Run } from './events';
import type { FromWorker, RunEnd, ToWorker, Work } from './messages';

const killAfterMs = 5_000; // time for a checkpoint before a worker is killed
const keptOutput = 4_000; // characters of its output shown when it crashes

/** What is told of a run while it is under way. */
export interface RunHooks {
  onStart(): void;
  onProgress(progress: Progress): void;
}

/**
 * The environment of a worker: this process's own, without what TensorFlow was told here. A worker
 * trains on one thread unless KIT_THREADS says otherwise: one process per core is faster than
 * several threads a run, and a run does not depend on where it was started.
 */
export function workerEnvironment(): NodeJS.ProcessEnv {
  return { ...environmentForChild(), KIT_THREADS: process.env.KIT_THREADS || '1' };
}

/** A worker process as the sweep sees it; it does one run at a time. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private output = '';
  /** Resolves when the process is gone: with how, and the end of what it printed. */
  readonly gone: Promise<string>;

  /** @param gpu the one that it may use, as a value of CUDA_VISIBLE_DEVICES; null = as here */
  constructor(work: Work, gpu: string | null = null) {
    this.child = fork(path.join(__dirname, 'worker.js'), [String(process.pid)], {
      execArgv: [],
      env: { ...workerEnvironment(), ...(gpu !== null && { CUDA_VISIBLE_DEVICES: gpu }) },
      serialization: 'advanced', // keeps a NaN loss a NaN
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-keptOutput);
      });
    }
    this.gone = new Promise((resolve) => {
      let startError = '';
      this.child.on('error', ({ message }) => {
        startError = `its process could not be started: ${message}`;
        if (this.child.pid === undefined) resolve(startError); // never started: it need not close
      });
      this.child.on('close', (code, signal) =>
        resolve(startError || exitReason(code, signal, this.output)),
      );
    });
    this.send({ type: 'init', work });
  }

  /**
   * Does a run; resolves with how it ended, or `lost` when the process is gone before that was told.
   * Rejects with what a hook throws.
   */
  async perform(run: Run, hooks: RunHooks): Promise<RunEnd | { type: 'lost'; reason: string }> {
    let hear: (message: FromWorker) => void = () => undefined;
    const told = new Promise<RunEnd>((resolve, reject) => {
      hear = (message) => {
        try {
          if (message.type === 'start') hooks.onStart();
          else if (message.type === 'progress') hooks.onProgress(message.progress);
          else resolve(message);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
    });
    this.child.on('message', hear);
    this.send({ type: 'run', run });
    const lost = this.gone.then((reason) => ({ type: 'lost', reason }) as const);
    return Promise.race([told, lost]).finally(() => this.child.off('message', hear));
  }

  /** Asks for a checkpoint and the end, and kills the process if it does not follow. */
  stop(): void {
    this.send({ type: 'abort' });
    const timer = setTimeout(() => this.child.kill('SIGKILL'), killAfterMs);
    void this.gone.then(() => clearTimeout(timer));
  }

  /** Tells a process without a run to end; resolves when it is gone. */
  async end(): Promise<void> {
    this.send({ type: 'exit' });
    await this.gone;
  }

  private send(message: ToWorker): void {
    if (this.child.connected) this.child.send(message, () => undefined); // a dead one is lost anyway
  }
}

function exitReason(code: number | null, signal: NodeJS.Signals | null, output: string): string {
  const tail = output.trim() ? `\nThe end of its output:\n${output.trim()}` : '';
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
