import * as fs from 'node:fs';
import * as path from 'node:path';
import { storedForm } from '../base';
import { type DeviceChoice, type EngineRecord, makeFolder } from '../engine/node';
import type { KeepModel, Trainable } from '../experiment';
import { claimRun, type DoRun, type WorkHooks, type WorkOutcome } from '../runner';
import {
  checkpointsOfRun,
  newestCheckpoint,
  removeCheckpoints,
  TrainingInterrupted,
} from '../training/node';
import { type CodeVersion, makeProvenance, resetPeakMemory } from './provenance';
import { hasModels, modelFolder, writeModel } from './kept-model';
import { makeResult, type Provenance } from './result';
import type { PlannedRun } from './runs';
import { resultPath, storedResult, type StorePlace, writeResult } from './store';

/** Where a sweep keeps what only unfinished runs need. */
export function lockFolder(stateDir: string, finding: string): string {
  return path.join(stateDir, 'locks', finding);
}

export function checkpointPath(stateDir: string, finding: string, hash: string): string {
  return path.join(stateDir, 'checkpoints', finding, `${hash}.safetensors`);
}

/** Where a worker process finds the finding: a module and the name of one of its exports. */
export interface FindingSource {
  module: string;
  export: string;
}

/** What every run of a sweep shares. Plain values: it travels to the worker processes. */
export interface TrainOptions extends StorePlace {
  device: DeviceChoice;
  stateDir: string;
  code: CodeVersion;
  /** A result older than this (ms since 1970) is trained again; null = any valid one will do. */
  freshSince: number | null;
  /** Where the models of the runs are kept; null = they are not. */
  modelsDir: string | null;
}

/** What a worker process does with the runs of a sweep; see `Work`. */
export function openWork({ source, train }: { source: FindingSource; train: TrainOptions }): DoRun {
  const finding = loadFinding(source);
  return (run, hooks) => trainRun(finding, run as PlannedRun, train, hooks);
}

function loadFinding(source: FindingSource): Trainable {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const loaded = require(source.module) as unknown;
  const found = source.export
    .split('.')
    .reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], loaded);
  if (!found) throw new Error(`${source.module} exports no finding "${source.export}".`);
  return found as Trainable;
}

/**
 * Trains one run and stores its result, unless it is stored or being trained elsewhere.
 * Rejects with what the run throws, or with the signal's reason; its checkpoint is kept then, and
 * deleted after success.
 */
async function trainRun(
  finding: Trainable,
  run: PlannedRun,
  options: TrainOptions,
  hooks: WorkHooks,
): Promise<WorkOutcome> {
  const lock = await claimRun(lockFolder(options.stateDir, finding.name), run.hash);
  if (!lock) return 'claimed';
  try {
    const present = isDone(finding, run, options); // a damaged one throws before anything is removed
    removeCheckpointOfDoneRun(finding, run, options);
    if (present) return 'present';
    await trainClaimed(finding, run, options, hooks);
    return 'trained';
  } catch (error) {
    throw error instanceof TrainingInterrupted && hooks.signal.aborted
      ? hooks.signal.reason
      : error;
  } finally {
    lock.release();
  }
}

async function trainClaimed(
  finding: Trainable,
  run: PlannedRun,
  options: TrainOptions,
  { signal, onStart, onProgress }: WorkHooks,
): Promise<void> {
  const { config, hash, dataHash } = run;
  const { device, stateDir, code, profile } = options;
  const checkpointFile = checkpointPath(stateDir, finding.name, hash);
  makeFolder(path.dirname(checkpointFile));
  const resumed = newestCheckpoint(checkpointFile) !== null;
  onStart();
  resetPeakMemory();
  const started = performance.now();
  const provenanceOf = (engine: EngineRecord): Provenance => {
    const seconds = (performance.now() - started) / 1000;
    return makeProvenance({ engine, dataHash, code, seconds, resumed });
  };
  const { measurements, curves, engine } = await finding.run(config, {
    ...{ device, signal, checkpoints: checkpointsOfRun(checkpointFile, hash), onProgress },
    keepModel: modelKeeper(finding, run, options, provenanceOf),
  });
  const provenance = provenanceOf(engine);
  const { name, version } = finding;
  const result = makeResult({
    ...{ finding: name, version, profile, measurements, curves, provenance },
    config: storedForm(finding.fields, config),
  });
  writeResult(options.dataDir, result, { replace: options.freshSince !== null });
  removeCheckpoints(checkpointFile);
}

/** Keeps the models of a run as they are trained; undefined where nobody asks for them. */
function modelKeeper(
  { name: finding, version, label, models }: Trainable,
  { config, hash }: PlannedRun,
  { modelsDir, profile }: TrainOptions,
  provenanceOf: (engine: EngineRecord) => Provenance,
): KeepModel | undefined {
  if (modelsDir === null || !models) return undefined;
  const form = models.form(config);
  return (name, theta, engine) => {
    const provenance = provenanceOf(engine);
    const run = { finding, version, profile, hash, label: label(config), config };
    const folder = modelFolder(modelsDir, { finding, profile, hash }, name);
    writeModel(folder, { ...form, theta, origin: { ...run, name, provenance } });
  };
}

/**
 * Whether the run needs no training: its result is stored and fresh enough, and its models are kept,
 * where they are asked for. Throws a ResultFileError when what is stored is damaged.
 */
export function isDone(
  finding: Trainable,
  { hash, config }: PlannedRun,
  options: TrainOptions,
): boolean {
  const { freshSince, modelsDir } = options;
  const result = storedResult(finding, hash, options);
  if (!result) return false;
  if (freshSince !== null && Date.parse(result.provenance.date) < freshSince) return false;
  return modelsDir === null || hasModels(finding, config, modelsDir, result);
}

/** A run killed between storing its result and deleting its checkpoints left some that are of no use. */
export function removeCheckpointOfDoneRun(
  { name: finding }: Trainable,
  { hash }: PlannedRun,
  { stateDir, dataDir, profile }: TrainOptions,
): void {
  const checkpoint = checkpointPath(stateDir, finding, hash);
  const saved = newestCheckpoint(checkpoint);
  const file = resultPath(dataDir, { finding, profile, hash });
  const result = fs.statSync(file, { throwIfNoEntry: false });
  if (saved !== null && result && saved <= result.mtimeMs) removeCheckpoints(checkpoint);
}
