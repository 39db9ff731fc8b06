import type { FlatConfig } from '../engine';
import type { Progress } from '../findings/finding';
import type { Result } from './result';

/** The whole sweep at the moment of an event. */
export interface SweepOverview {
  total: number;
  done: number; // trained now or before
  failed: number;
  running: number;
  waiting: number; // being trained by another sweep
  secondsLeft: number | null; // null until the first progress
}

export interface RunName {
  index: number;
  hash: string;
  label: string;
}

/**
 * What happens in a sweep. `skipped`: a result was stored already, or another sweep trained it.
 * `waiting`: another live process is training the run; its result will be taken.
 */
export type SweepEvent = { run: RunName; overview: SweepOverview } & (
  | { type: 'skipped' }
  | { type: 'waiting' }
  | { type: 'start' }
  | { type: 'progress'; progress: Progress }
  | { type: 'done'; seconds: number }
  | { type: 'failed'; reason: string }
);

export interface RunFailure {
  run: RunName;
  config: FlatConfig;
  reason: string;
  stack: string; // '' where there is none
}

/** Some runs of a sweep failed; the others were trained, and their results are stored. */
export class SweepError extends Error {
  override name = 'SweepError';

  constructor(
    finding: string,
    readonly failures: RunFailure[],
    readonly results: Result<FlatConfig, unknown>[],
    total: number,
  ) {
    const lines = failures.map(({ run, reason }) => `- ${run.label} (run ${run.index}): ${reason}`);
    const untried = total - failures.length - results.length;
    const others =
      untried > 0 ? `, ${untried} others were given up, since they could not be stored` : '';
    super(
      `${failures.length} of ${total} runs of "${finding}" failed${others}; ${results.length} ` +
        `results are stored and will not be trained again.\n${lines.join('\n')}`,
    );
  }
}

/** A sweep was stopped by its AbortSignal. */
export class SweepStopped extends Error {
  override name = 'SweepStopped';

  constructor(
    finding: string,
    readonly done: number,
    readonly total: number,
    readonly failures: RunFailure[],
    reason: unknown,
  ) {
    const failed = failures.map(({ run, reason: why }) => `\n- ${run.label}: ${why}`);
    super(
      `The sweep of "${finding}" was stopped with ${done} of ${total} results stored. Run it again ` +
        `to go on: unfinished runs continue from their checkpoints.${failed.join('')}`,
      { cause: reason },
    );
  }
}
