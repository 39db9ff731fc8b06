import type { FlatConfig } from '../engine/node';
import type { Progress } from '../experiment';

/** One run of a sweep. Plain values: it travels to the worker processes. */
export interface Run {
  index: number; // its number in the sweep
  hash: string; // names it, and nothing else that is ever run
  label: string;
  cost: number; // relative: the longest is started first
  config: FlatConfig;
}

/** The whole sweep at the moment of an event. */
export interface SweepOverview {
  total: number;
  done: number; // trained now or before
  failed: number;
  running: number;
  waiting: number; // being trained by another sweep
  secondsLeft: number | null; // null until the first progress
}

/**
 * What happens to a run. `skipped`: a result was stored already, or another sweep trained it.
 * `waiting`: another live process is training the run; its result will be taken.
 */
export type RunEvent =
  | { type: 'skipped' }
  | { type: 'waiting' }
  | { type: 'start' }
  | { type: 'progress'; progress: Progress }
  | { type: 'done'; seconds: number }
  | { type: 'failed'; reason: string };

export type SweepEvent = RunEvent & { run: Run; overview: SweepOverview };

export interface RunFailure {
  run: Run;
  reason: string;
  stack: string; // '' where there is none
}
