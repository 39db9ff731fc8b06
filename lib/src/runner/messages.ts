import type { Progress } from '../experiment';
import type { Run } from './events';

/**
 * What a worker process is to do with runs: it loads a module, whose `openWork` is given the options
 * (plain values: they travel there) and returns the function that does one run.
 */
export interface Work {
  module: string;
  options: unknown;
}

export interface WorkHooks {
  signal: AbortSignal; // when it fires, the run keeps a checkpoint and rejects with its reason
  onStart(): void;
  onProgress(progress: Progress): void;
}

/**
 * `trained`: by this call. `present`: a good result was there.
 * `claimed`: another live process is training this run.
 */
export type WorkOutcome = 'trained' | 'present' | 'claimed';

export type DoRun = (run: Run, hooks: WorkHooks) => Promise<WorkOutcome>;

/** The module of a `Work`. */
export interface WorkModule {
  openWork(options: unknown): DoRun;
}

/** What the sweep tells a worker. */
export type ToWorker =
  | { type: 'init'; work: Work }
  | { type: 'run'; run: Run }
  | { type: 'abort' } // stop at the next step, keep the checkpoint, exit
  | { type: 'exit' }; // nothing left to do

/** How a run ended in a worker. */
export type RunEnd =
  | { type: 'unusable'; reason: string } // the work cannot be loaded: no run can succeed
  | { type: 'finished'; outcome: WorkOutcome }
  | { type: 'failed'; reason: string; stack: string; hopeless: boolean }; // hopeless: others will, too

/** What a worker tells the sweep. */
export type FromWorker = RunEnd | { type: 'start' } | { type: 'progress'; progress: Progress };
