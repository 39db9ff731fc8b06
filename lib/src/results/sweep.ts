import * as path from 'node:path';
import {
  cacheDir,
  type DeviceChoice,
  type FlatConfig,
  type ProfileName,
  readSettings,
  requireWritable,
} from '../engine/node';
import type { Trainable } from '../experiment';
import { isClaimed, jobsFor, Scheduler, type SchedulerOptions, type SweepEvent } from '../runner';
import { codeVersion } from './provenance';
import type { Result } from './result';
import { ResultFileError } from './result-file';
import { plannedRuns, type PlannedRun } from './runs';
import { resultPath, storedResult } from './store';
import { SweepError, SweepStopped } from './sweep-error';
import {
  type FindingSource,
  isDone,
  lockFolder,
  removeCheckpointOfDoneRun,
  type TrainOptions,
} from './train-run';

export interface SweepOptions {
  profile: ProfileName;
  indices?: number[]; // only these of configs(profile); a cluster job trains one
  jobs?: number; // worker processes; default KIT_JOBS, or one per core, or one per GPU
  device?: DeviceChoice; // default KIT_DEVICE
  rerun?: boolean; // train again what is stored; default KIT_RERUN
  dataDir?: string; // default KIT_DATA
  stateDir?: string; // locks and checkpoints of unfinished runs; default .kit
  /** Keeps the models of the runs in this folder; runs whose models are missing are trained again. */
  modelsDir?: string;
  signal?: AbortSignal;
  onEvent?(event: SweepEvent): void;
  source?: FindingSource; // where workers find the finding; default: the kit's own findings
}

/**
 * Trains what is missing of a profile in worker processes and returns all its results, in the order
 * of `configs(profile)`.
 *
 * A run that fails does not keep the others from being trained; in the end a SweepError lists the
 * failed ones. When `signal` fires, the workers write checkpoints and end, and the promise rejects
 * with a SweepStopped. Runs that another sweep is training are waited for.
 * Throws a RangeError for an unknown profile, a run number out of range, or a bad number of jobs,
 * and a WriteError before anything is trained when results cannot be stored.
 */
export async function sweep<C extends FlatConfig, M>(
  finding: Trainable<C, M>,
  options: SweepOptions,
): Promise<Result<C, M>[]> {
  const { signal, onEvent = () => undefined } = options;
  const runs = selectedRuns(plannedRuns(finding, options.profile), options.indices);
  if (options.modelsDir !== undefined && !finding.models) {
    throw new RangeError(`${finding.name} does not say which models of its runs could be kept.`);
  }
  const train = trainOptions(options);
  const { jobs, gpus } = jobsFor(train.device, options.jobs);
  const source = options.source ?? ownSource(finding.name);
  const unique = [...new Map(runs.map((run) => [run.hash, run])).values()];
  const sorted = sortedOut(finding, unique, train);
  if (sorted.runs.length > 0) {
    requireWritable(path.join(train.dataDir, finding.name, train.profile));
    if (train.modelsDir !== null) requireWritable(train.modelsDir);
  }
  const scheduler = new Scheduler({
    ...sorted,
    jobs,
    gpus,
    onEvent,
    work: { module: path.join(__dirname, 'train-run'), options: { source, train } },
    stateOf: (run) => {
      // Asked in this order, because a run is stored before its claim is given up.
      const claimed = isClaimed(lockFolder(train.stateDir, finding.name), run.hash);
      if (isDone(finding, run as PlannedRun, train)) return 'stored';
      return claimed ? 'claimed' : 'free';
    },
  });
  const stopped = (): SweepStopped => {
    const { done, failures } = scheduler;
    return new SweepStopped(finding.name, done, unique.length, failures, signal?.reason);
  };
  if (signal?.aborted) throw stopped();
  const stop = (): void => scheduler.stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await scheduler.run();
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  if (signal?.aborted && scheduler.done < unique.length) throw stopped();
  return collected(finding, runs, train, scheduler);
}

function selectedRuns(runs: PlannedRun[], indices: number[] | undefined): PlannedRun[] {
  return (indices ?? runs.map((run) => run.index)).map((index) => {
    if (!Number.isInteger(index) || index < 0 || index >= runs.length) {
      throw new RangeError(
        `There is no run ${index}: the profile has ${runs.length} runs, numbered from 0.`,
      );
    }
    return runs[index];
  });
}

function trainOptions(options: SweepOptions): TrainOptions {
  const settings = readSettings();
  return {
    profile: options.profile,
    device: options.device ?? settings.device,
    dataDir: path.resolve(options.dataDir ?? settings.dataDir),
    stateDir: path.resolve(options.stateDir ?? cacheDir()),
    code: codeVersion(),
    freshSince: (options.rerun ?? settings.rerun) ? Date.now() : null,
    modelsDir: options.modelsDir === undefined ? null : path.resolve(options.modelsDir),
  };
}

function ownSource(finding: string): FindingSource {
  return { module: path.join(__dirname, '..', 'findings'), export: `findings.${finding}` };
}

/** Splits the runs by what is stored of them; a damaged file is a failed run and stays as it is. */
function sortedOut(
  finding: Trainable,
  all: PlannedRun[],
  train: TrainOptions,
): Pick<SchedulerOptions, 'runs' | 'skipped' | 'failures'> {
  const sorted: ReturnType<typeof sortedOut> = { runs: [], skipped: [], failures: [] };
  for (const run of all) {
    try {
      const stored = isDone(finding, run, train);
      sorted[stored ? 'skipped' : 'runs'].push(run);
      if (stored && !isClaimed(lockFolder(train.stateDir, finding.name), run.hash)) {
        removeCheckpointOfDoneRun(finding, run, train);
      }
    } catch (error) {
      if (!(error instanceof ResultFileError)) throw error;
      sorted.failures.push({ run, reason: error.message, stack: '' });
    }
  }
  return sorted;
}

/** The stored results; throws the SweepError when runs failed. */
function collected<C extends FlatConfig, M>(
  finding: Trainable<C, M>,
  runs: PlannedRun[],
  train: TrainOptions,
  { failures, hopeless }: Scheduler,
): Result<C, M>[] {
  const failed = new Set(failures.map(({ run }) => run.hash));
  const results = runs.flatMap(({ hash }) => {
    if (failed.has(hash)) return [];
    const result = storedResult(finding, hash, train);
    if (result) return [result];
    if (hopeless !== null) return []; // not tried any more
    const file = resultPath(train.dataDir, { ...train, finding: finding.name, hash });
    throw new Error(`${file} was deleted while the sweep was running. Run it again.`);
  });
  if (failures.length > 0) throw new SweepError(finding.name, failures, results, runs.length);
  return results;
}
