import * as fs from 'node:fs';
import * as path from 'node:path';
import { storedForm } from '../base';
import { type DeviceChoice, type FlatConfig, makeFolder, type ProfileName } from '../engine';
import type { Finding, Progress } from '../findings/finding';
import { newestCheckpoint, removeCheckpoints } from '../training';
import { type CodeVersion, makeProvenance, resetPeakMemory } from './provenance';
import { makeResult } from './result';
import { readResultFile } from './result-file';
import { claimRun } from './run-lock';
import type { PlannedRun } from './runs';
import { resultPath, writeResult } from './store';

/** Where a sweep keeps what only unfinished runs need. */
export function lockFolder(stateDir: string, finding: string): string {
  return path.join(stateDir, 'locks', finding);
}

export function checkpointPath(stateDir: string, finding: string, hash: string): string {
  return path.join(stateDir, 'checkpoints', finding, `${hash}.safetensors`);
}

/** What every run of a sweep shares. Plain values: it travels to the worker processes. */
export interface TrainOptions {
  profile: ProfileName;
  device: DeviceChoice;
  dataDir: string;
  stateDir: string;
  code: CodeVersion;
  /** A result older than this (ms since 1970) is trained again; null = any valid one will do. */
  freshSince: number | null;
}

export interface TrainHooks {
  signal: AbortSignal;
  onStart(): void;
  onProgress(progress: Progress): void;
}

/**
 * `trained`: by this call. `present`: a good result was there.
 * `claimed`: another live process is training this run.
 */
export type TrainOutcome = 'trained' | 'present' | 'claimed';

/**
 * Trains one run and stores its result, unless it is stored or being trained elsewhere.
 * Rejects with what the run throws; its checkpoint is kept then, and deleted after success.
 */
export async function trainRun<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  run: PlannedRun<C>,
  options: TrainOptions,
  hooks: TrainHooks,
): Promise<TrainOutcome> {
  const lock = await claimRun(lockFolder(options.stateDir, finding.name), run.hash);
  if (!lock) return 'claimed';
  try {
    if (hasResult(finding, run, options)) {
      removeCheckpointOfDoneRun(finding, run, options);
      return 'present';
    }
    await trainClaimed(finding, run, options, hooks);
    return 'trained';
  } finally {
    lock.release();
  }
}

async function trainClaimed<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  run: PlannedRun<C>,
  options: TrainOptions,
  hooks: TrainHooks,
): Promise<void> {
  removeCheckpointOfDoneRun(finding, run, options);
  const checkpointFile = checkpointPath(options.stateDir, finding.name, run.hash);
  makeFolder(path.dirname(checkpointFile));
  const resumed = newestCheckpoint(checkpointFile) !== null;
  hooks.onStart();
  resetPeakMemory();
  const started = performance.now();
  const outcome = await finding.run(run.config, {
    device: options.device,
    signal: hooks.signal,
    checkpointFile,
    onProgress: (progress) => hooks.onProgress(progress),
  });
  const seconds = (performance.now() - started) / 1000;
  const { dataHash } = run;
  const { code, profile } = options;
  const result = makeResult({
    finding: finding.name,
    version: finding.version,
    profile,
    config: storedForm(finding.fields, run.config),
    measurements: outcome.measurements,
    curves: outcome.curves,
    provenance: makeProvenance({ engine: outcome.engine, dataHash, code, seconds, resumed }),
  });
  writeResult(options.dataDir, result, { replace: options.freshSince !== null });
  removeCheckpoints(checkpointFile);
}

/**
 * Whether the run needs no training: a valid result is stored that is fresh enough.
 * Throws a ResultFileError when what is stored is damaged.
 */
export function hasResult<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  run: PlannedRun<C>,
  { dataDir, profile, freshSince }: TrainOptions,
): boolean {
  const file = resultPath(dataDir, finding.name, profile, run.hash);
  const result = readResultFile(file, {
    finding: finding.name,
    version: finding.version,
    profile,
  });
  return (
    result !== null && (freshSince === null || Date.parse(result.provenance.date) >= freshSince)
  );
}

/** A run killed between storing its result and deleting its checkpoints left some that are of no use. */
export function removeCheckpointOfDoneRun<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  run: PlannedRun<C>,
  { dataDir, profile, stateDir }: TrainOptions,
): void {
  const checkpoint = checkpointPath(stateDir, finding.name, run.hash);
  const result = resultPath(dataDir, finding.name, profile, run.hash);
  const saved = newestCheckpoint(checkpoint);
  const stored = fs.statSync(result, { throwIfNoEntry: false })?.mtimeMs;
  if (saved !== null && stored !== undefined && saved <= stored) removeCheckpoints(checkpoint);
}
