import { setTimeout as pause } from 'node:timers/promises';
import { secondsLeft } from './estimate';
import type { Run, RunEvent, RunFailure, SweepEvent, SweepOverview } from './events';
import type { Work } from './messages';
import { WorkerProcess } from './worker-process';

/** Where a run that is to be trained stands, as seen from outside the worker processes. */
export type RunState = 'stored' | 'claimed' | 'free';

export interface SchedulerOptions {
  runs: Run[]; // to be trained
  skipped: Run[]; // stored already
  failures: RunFailure[]; // found before the start
  jobs: number;
  /** The GPUs that the workers take in turn, as values of CUDA_VISIBLE_DEVICES. */
  gpus?: string[];
  work: Work;
  /** Asked again and again about runs that another process has claimed; an error is a failed run. */
  stateOf(run: Run): RunState;
  onEvent(event: SweepEvent): void;
}

interface ActiveRun {
  run: Run;
  started: number; // ms
  fraction: number;
}

const pollMs = 300;

/** Gives runs to worker processes, the most costly first, until none is left or `stop` is called. */
export class Scheduler {
  readonly failures: RunFailure[];
  done: number;
  /** Why nothing more was trained; null while there is hope. */
  hopeless: string | null = null;
  private readonly queue: Run[];
  private waiting: Run[] = []; // claimed by another process
  private readonly active = new Set<ActiveRun>();
  private readonly workers = new Set<WorkerProcess>();
  private readonly total: number;
  private doneCost = 0;
  private doneSeconds = 0;
  private stopped = false;

  constructor(private readonly options: SchedulerOptions) {
    this.queue = [...options.runs].sort((a, b) => b.cost - a.cost || a.index - b.index);
    this.failures = [...options.failures];
    this.done = options.skipped.length;
    this.total = options.runs.length + options.skipped.length + options.failures.length;
  }

  /**
   * Resolves when every run is trained or failed and every worker process is gone. What a handler
   * throws, `onEvent` included, stops the sweep and is what it then rejects with.
   */
  async run(): Promise<void> {
    const { skipped, failures, jobs } = this.options;
    for (const run of skipped) this.emit(run, { type: 'skipped' });
    for (const { run, reason } of failures) this.emit(run, { type: 'failed', reason });
    const { gpus = [] } = this.options;
    const lanes = Array.from({ length: Math.min(jobs, this.queue.length) }, (_, i) =>
      this.lane(gpus.length > 0 ? gpus[i % gpus.length] : null),
    );
    const ended = await Promise.allSettled(lanes);
    const broken = ended.find((lane) => lane.status === 'rejected');
    if (broken) throw broken.reason as Error;
  }

  /** Stops all workers; `run` resolves when they are gone. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.queue.length = 0;
    this.waiting.length = 0;
    for (const worker of this.workers) worker.stop();
  }

  /** One worker process at a time, as long as another sweep or lane may leave something to do. */
  private async lane(gpu: string | null): Promise<void> {
    try {
      while (this.queue.length + this.waiting.length + this.active.size > 0) {
        if (this.queue.length > 0) await this.useWorker(gpu);
        else await pause(pollMs);
        this.lookAtWaiting();
      }
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /** Lets a new process do runs until none is queued or one fails. */
  private async useWorker(gpu: string | null): Promise<void> {
    const worker = new WorkerProcess(this.options.work, gpu);
    this.workers.add(worker);
    try {
      for (let run = this.queue.shift(); run; run = this.queue.shift()) {
        if (!(await this.train(worker, run))) break;
        this.lookAtWaiting();
      }
    } catch (error) {
      this.stop(); // before the end of the process is awaited: a run of its own may be under way
      throw error;
    } finally {
      if (!this.stopped) await worker.end();
      else await worker.gone;
      this.workers.delete(worker);
    }
  }

  /** Lets a worker do a run; false when the process can do no other. */
  private async train(worker: WorkerProcess, run: Run): Promise<boolean> {
    const active = { run, started: performance.now(), fraction: 0 };
    this.active.add(active);
    try {
      const end = await worker.perform(run, {
        onStart: () => {
          active.started = performance.now();
          this.emit(run, { type: 'start' });
        },
        onProgress: (progress) => {
          const { step, totalSteps } = progress;
          active.fraction = totalSteps > 0 ? Math.min(1, step / totalSteps) : 0;
          this.emit(run, { type: 'progress', progress });
        },
      });
      this.active.delete(active);
      if (end.type === 'unusable') {
        throw new Error(`The sweep cannot start its workers: ${end.reason}`);
      }
      if (end.type === 'lost') this.lost(active, end.reason);
      if (end.type === 'failed') {
        this.failed(run, end.reason, end.stack);
        if (end.hopeless) this.giveUp(end.reason);
      }
      if (end.type !== 'finished') return false;
      if (end.outcome === 'claimed') this.wait(run);
      else this.finished(active, end.outcome === 'trained');
      return true;
    } finally {
      this.active.delete(active);
    }
  }

  /** A worker that was killed in the middle of a run may have stored its result just before. */
  private lost(active: ActiveRun, reason: string): void {
    if (this.stopped) return;
    const state = this.stateOf(active.run);
    if (state === 'stored') this.finished(active, true);
    else if (state === 'claimed') this.wait(active.run);
    else if (state === 'free') this.failed(active.run, reason, '');
  }

  /** No run can succeed any more, such as on a full disk: the others are not tried. */
  private giveUp(reason: string): void {
    this.hopeless ??= reason;
    this.stop();
  }

  private wait(run: Run): void {
    if (this.stopped) return;
    this.waiting.push(run);
    this.emit(run, { type: 'waiting' });
  }

  private finished({ run, started }: ActiveRun, trained: boolean): void {
    const seconds = (performance.now() - started) / 1000;
    this.done++;
    if (trained) {
      this.doneCost += run.cost;
      this.doneSeconds += seconds;
    }
    this.emit(run, trained ? { type: 'done', seconds } : { type: 'skipped' });
  }

  private failed(run: Run, reason: string, stack: string): void {
    this.failures.push({ run, reason, stack });
    this.emit(run, { type: 'failed', reason });
  }

  /** A run that another process had claimed is stored by now, or free again, or still claimed. */
  private lookAtWaiting(): void {
    for (const run of [...this.waiting]) {
      const state = this.stateOf(run);
      if (state === 'claimed') continue;
      this.waiting = this.waiting.filter((other) => other !== run);
      if (state === 'free') this.queue.push(run);
      if (state !== 'stored') continue;
      this.done++;
      this.emit(run, { type: 'skipped' });
    }
  }

  private stateOf(run: Run): RunState | 'failed' {
    try {
      return this.options.stateOf(run);
    } catch (error) {
      this.failed(run, (error as Error).message, '');
      return 'failed';
    }
  }

  private emit(run: Run, event: RunEvent): void {
    this.options.onEvent({ ...event, run, overview: this.overview() });
  }

  private overview(): SweepOverview {
    const now = performance.now();
    const running = [...this.active].map(({ run, fraction, started }) => ({
      cost: run.cost,
      fraction,
      seconds: (now - started) / 1000,
    }));
    return {
      total: this.total,
      done: this.done,
      failed: this.failures.length,
      running: running.length,
      waiting: this.waiting.length,
      secondsLeft: secondsLeft({
        doneCost: this.doneCost,
        doneSeconds: this.doneSeconds,
        running,
        queuedCosts: this.queue.map((run) => run.cost),
        jobs: this.options.jobs,
      }),
    };
  }
}
