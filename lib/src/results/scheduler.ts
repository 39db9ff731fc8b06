import type { FlatConfig } from '../engine';
import { secondsLeft } from './estimate';
import type { PlannedRun } from './runs';
import type { RunFailure, RunName, SweepEvent, SweepOverview } from './sweep-events';
import type { FromWorker } from './worker-messages';
import type { WorkerHooks, WorkerProcess } from './worker-process';

/** Where a run that is to be trained stands, as seen from outside the worker processes. */
export type RunState = 'stored' | 'claimed' | 'free';

export interface SchedulerOptions {
  runs: PlannedRun<FlatConfig>[]; // to be trained
  skipped: PlannedRun<FlatConfig>[]; // stored already
  failures: RunFailure[]; // damaged files, found before the start
  jobs: number;
  startWorker(hooks: WorkerHooks): WorkerProcess;
  /** Asked again and again about runs that another process has claimed. */
  stateOf(run: PlannedRun<FlatConfig>): RunState;
  onEvent(event: SweepEvent): void;
}

interface ActiveRun {
  run: PlannedRun<FlatConfig>;
  started: number; // ms
  fraction: number;
}

const pollMs = 300;

/** Gives runs to worker processes, the most costly first, until none is left or `stop` is called. */
export class Scheduler {
  readonly failures: RunFailure[];
  done: number;
  private readonly queue: PlannedRun<FlatConfig>[];
  private waiting: PlannedRun<FlatConfig>[] = [];
  private readonly active = new Map<WorkerProcess, ActiveRun | null>();
  private doneCost = 0;
  private doneSeconds = 0;
  private fatal: Error | null = null;
  private stopped = false;
  /** Why nothing more was trained; null while there is hope. */
  hopeless: string | null = null;
  private poll: NodeJS.Timeout | null = null;
  private finish: () => void = () => undefined;
  private readonly total: number;

  constructor(private readonly options: SchedulerOptions) {
    this.queue = [...options.runs].sort((a, b) => b.cost - a.cost || a.index - b.index);
    this.failures = [...options.failures];
    this.done = options.skipped.length;
    this.total = options.runs.length + options.skipped.length + options.failures.length;
  }

  /** Resolves when every run is trained or failed and every worker process is gone. */
  async run(): Promise<void> {
    const finished = new Promise<void>((resolve) => (this.finish = resolve));
    this.poll = setInterval(() => this.lookAtWaiting(), pollMs);
    this.guarded(() => {
      const { skipped, failures } = this.options;
      for (const run of skipped) this.emit(run, { type: 'skipped' });
      for (const { run, reason } of failures) this.emit(run, { type: 'failed', reason });
      this.advance();
    });
    await finished;
    if (this.fatal) throw this.fatal;
  }

  /** Stops all workers; `run` resolves when they are gone. */
  stop(): void {
    this.stopped = true;
    this.queue.length = 0;
    this.waiting.length = 0;
    for (const worker of this.active.keys()) worker.stop();
    this.advance();
  }

  /** Starts as many workers as there are runs for, or ends the sweep. */
  private advance(): void {
    while (this.queue.length > 0 && this.active.size < this.options.jobs) this.addWorker();
    if (this.active.size + this.queue.length + this.waiting.length === 0) {
      if (this.poll) clearInterval(this.poll);
      this.finish();
    }
  }

  private addWorker(): void {
    const worker = this.options.startWorker({
      onMessage: (message) => this.guarded(() => this.heard(worker, message)),
      onExit: (reason) => this.guarded(() => this.left(worker, reason)),
    });
    this.assign(worker);
  }

  private assign(worker: WorkerProcess): void {
    const run = this.queue.shift();
    this.active.set(worker, run ? { run, started: performance.now(), fraction: 0 } : null);
    worker.send(run ? { type: 'run', run } : { type: 'exit' });
  }

  private heard(worker: WorkerProcess, message: FromWorker): void {
    const task = this.active.get(worker);
    if (message.type === 'unusable') {
      this.fail(new Error(`The sweep cannot start its workers: ${message.reason}`));
    } else if (task && message.type === 'start') {
      task.started = performance.now();
      this.emit(task.run, { type: 'start' });
    } else if (task && message.type === 'progress') {
      const { step, totalSteps } = message.progress;
      task.fraction = totalSteps > 0 ? Math.min(1, step / totalSteps) : 0;
      this.emit(task.run, { type: 'progress', progress: message.progress });
    } else if (task && message.type === 'finished') {
      this.active.set(worker, null);
      if (message.outcome === 'claimed') this.wait(task.run);
      else this.finished(task, message.outcome === 'trained');
      this.assign(worker);
    } else if (task && message.type === 'failed') {
      this.active.set(worker, null); // it exits by itself
      this.failed(task.run, message.reason, message.stack);
      if (message.hopeless) this.giveUp(message.reason);
    }
  }

  private left(worker: WorkerProcess, reason: string): void {
    const task = this.active.get(worker);
    this.active.delete(worker);
    if (task && !this.stopped) this.lost(task, reason);
    this.advance();
  }

  /** A worker that was killed in the middle of a run may have stored its result just before. */
  private lost(task: ActiveRun, reason: string): void {
    const state = this.stateOf(task.run);
    if (state === 'stored') this.finished(task, true);
    else if (state === 'claimed') this.wait(task.run);
    else if (state !== 'failed') this.failed(task.run, reason, '');
  }

  /** No run can succeed any more, such as on a full disk: the others are not tried. */
  private giveUp(reason: string): void {
    if (this.hopeless !== null) return;
    this.hopeless = reason;
    this.stop();
  }

  private wait(run: PlannedRun<FlatConfig>): void {
    if (this.stopped) return;
    this.waiting.push(run);
    this.emit(run, { type: 'waiting' });
  }

  private finished(task: ActiveRun, trained: boolean): void {
    const seconds = (performance.now() - task.started) / 1000;
    this.done++;
    if (trained) {
      this.doneCost += task.run.cost;
      this.doneSeconds += seconds;
    }
    this.emit(task.run, trained ? { type: 'done', seconds } : { type: 'skipped' });
  }

  private failed(run: PlannedRun<FlatConfig>, reason: string, stack: string): void {
    this.failures.push({ run: nameOf(run), config: run.config, reason, stack });
    this.emit(run, { type: 'failed', reason });
  }

  /** A run that another process had claimed is stored by now, or free again, or still claimed. */
  private lookAtWaiting(): void {
    this.guarded(() => {
      for (const run of [...this.waiting]) {
        const state = this.stateOf(run);
        if (state === 'claimed') continue;
        this.waiting = this.waiting.filter((other) => other !== run);
        if (state === 'free') {
          this.queue.push(run);
        } else if (state === 'stored') {
          this.done++;
          this.emit(run, { type: 'skipped' });
        }
      }
      this.advance();
    });
  }

  /** As `options.stateOf`; a damaged file is a failed run. */
  private stateOf(run: PlannedRun<FlatConfig>): RunState | 'failed' {
    try {
      return this.options.stateOf(run);
    } catch (error) {
      this.failed(run, (error as Error).message, '');
      return 'failed';
    }
  }

  private emit(run: RunName, what: EventBody): void {
    const event = { ...what, run: nameOf(run), overview: this.overview() };
    this.options.onEvent(event);
  }

  private overview(): SweepOverview {
    const now = performance.now();
    const running = [...this.active.values()].filter((task) => task !== null);
    const load = running.map(({ run, fraction, started }) => ({
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
        running: load,
        queuedCosts: this.queue.map((run) => run.cost),
        jobs: this.options.jobs,
      }),
    };
  }

  /** An error in a handler, the caller's `onEvent` included, ends the sweep instead of the process. */
  private guarded(handle: () => void): void {
    try {
      handle();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private fail(error: Error): void {
    if (this.fatal) return;
    this.fatal = error;
    this.stop();
  }
}

type EventBody = SweepEvent extends infer E
  ? E extends SweepEvent
    ? Omit<E, 'run' | 'overview'>
    : never
  : never;

function nameOf({ index, hash, label }: RunName): RunName {
  return { index, hash, label };
}
