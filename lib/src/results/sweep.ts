import * as path from 'node:path';
import {
  cacheDir,
  type DeviceChoice,
  type FlatConfig,
  type ProfileName,
  readSettings,
} from '../engine';
import type { Finding } from '../findings/finding';
import { jobsFor } from './jobs';
import { codeVersion } from './provenance';
import type { Result } from './result';
import { ResultFileError } from './result-file';
import { isClaimed } from './run-lock';
import { plannedRuns, type PlannedRun } from './runs';
import { Scheduler } from './scheduler';
import { readResult, resultPath } from './store';
import { type RunFailure, type SweepEvent, SweepError, SweepStopped } from './sweep-events';
import { hasResult, lockFolder, removeCheckpointOfDoneRun, type TrainOptions } from './train-run';
import type { FindingSource } from './worker-messages';
import { startWorker } from './worker-process';

export interface SweepOptions {
  profile: ProfileName;
  indices?: number[]; // only these of configs(profile); a cluster job trains one
  jobs?: number; // worker processes; default KIT_JOBS, or one per core, or one on a GPU
  device?: DeviceChoice; // default KIT_DEVICE
  rerun?: boolean; // train again what is stored; default KIT_RERUN
  dataDir?: string; // default KIT_DATA
  stateDir?: string; // locks and checkpoints of unfinished runs; default .kit
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
 * Throws a RangeError for an unknown profile, a run number out of range, or a bad number of jobs.
 */
export async function sweep<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  options: SweepOptions,
): Promise<Result<C, M>[]> {
  const { signal, onEvent = () => undefined } = options;
  const runs = selectedRuns(plannedRuns(finding, options.profile), options.indices);
  const train = trainOptions(options);
  const jobs = jobsFor(train.device, options.jobs);
  const source = options.source ?? ownSource(finding.name);
  const unique = [...new Map(runs.map((run) => [run.hash, run])).values()];
  const scheduler = new Scheduler({
    ...sortedOut(finding, unique, train),
    jobs,
    onEvent,
    startWorker: (hooks) => startWorker(source, train, hooks),
    stateOf: (run) => {
      // Asked in this order, because a run is stored before its claim is given up.
      const claimed = isClaimed(lockFolder(train.stateDir, finding.name), run.hash);
      if (hasResult(finding, run as PlannedRun<C>, train)) return 'stored';
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

function selectedRuns<C extends FlatConfig>(
  runs: PlannedRun<C>[],
  indices: number[] | undefined,
): PlannedRun<C>[] {
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
  };
}

function ownSource(finding: string): FindingSource {
  return { module: path.join(__dirname, '..', 'findings'), export: `findings.${finding}` };
}

/** Splits the runs by what is stored of them; a damaged file is a failed run and stays as it is. */
function sortedOut<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  all: PlannedRun<C>[],
  train: TrainOptions,
): { runs: PlannedRun<C>[]; skipped: PlannedRun<C>[]; failures: RunFailure[] } {
  const sorted = {
    runs: [] as PlannedRun<C>[],
    skipped: [] as PlannedRun<C>[],
    failures: [] as RunFailure[],
  };
  for (const run of all) {
    try {
      const stored = hasResult(finding, run, train);
      sorted[stored ? 'skipped' : 'runs'].push(run);
      if (stored && !isClaimed(lockFolder(train.stateDir, finding.name), run.hash)) {
        removeCheckpointOfDoneRun(finding, run, train);
      }
    } catch (error) {
      if (!(error instanceof ResultFileError)) throw error;
      const { index, hash, label, config } = run;
      sorted.failures.push({
        run: { index, hash, label },
        config,
        reason: error.message,
        stack: '',
      });
    }
  }
  return sorted;
}

/** The stored results; throws the SweepError when runs failed. */
function collected<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  runs: PlannedRun<C>[],
  { dataDir, profile }: TrainOptions,
  { failures, hopeless }: Scheduler,
): Result<C, M>[] {
  const failed = new Set(failures.map(({ run }) => run.hash));
  const results = runs.flatMap((run) => {
    if (failed.has(run.hash)) return [];
    const file = resultPath(dataDir, finding.name, profile, run.hash);
    const result = readResult(file, finding, profile);
    if (result) return [result];
    if (hopeless !== null) return []; // not tried any more
    throw new Error(`${file} was deleted while the sweep was running. Run it again.`);
  });
  if (failures.length > 0) throw new SweepError(finding.name, failures, results, runs.length);
  return results;
}
