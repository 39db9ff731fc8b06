import type { Progress } from '../findings/finding';
import type { PlannedRun } from './runs';
import type { TrainOptions, TrainOutcome } from './train-run';

/** Where a worker process finds the finding: a module and the name of one of its exports. */
export interface FindingSource {
  module: string;
  export: string;
}

/** What the sweep tells a worker. */
export type ToWorker =
  | { type: 'init'; source: FindingSource; options: TrainOptions }
  | { type: 'run'; run: PlannedRun<Record<string, number | string | boolean>> }
  | { type: 'abort' } // stop at the next step, keep the checkpoint, exit
  | { type: 'exit' }; // nothing left to do

/** What a worker tells the sweep. */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'unusable'; reason: string } // the finding cannot be loaded: no run can succeed
  | { type: 'start' }
  | { type: 'progress'; progress: Progress }
  | { type: 'finished'; outcome: TrainOutcome }
  | { type: 'failed'; reason: string; stack: string; hopeless: boolean }; // hopeless: others will, too
