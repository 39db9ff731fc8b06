import * as fs from 'node:fs';
import * as path from 'node:path';
import { readSettings } from '../base/node';
import { type Checkpoint, checkpointRefused, type Checkpoints } from './checkpoint';
import type { TensorFile } from './safetensors';
import { readTensors, writeTensors } from './tensor-file';

const FORMAT = '1';

/** A reader finds the old checkpoint or the new one, whole. Throws when the disk is full. */
export function writeCheckpoint(file: string, checkpoint: Checkpoint): void {
  const { fingerprint, about, step, losses, state } = checkpoint;
  const metadata = {
    ...{ format: FORMAT, fingerprint, step: String(step) },
    ...(about !== undefined && { about }),
  };
  writeTensors(file, { tensors: { ...state, losses }, metadata });
}

/** Whose checkpoint a file is, by its metadata, and how far it has come; null when it is none. */
export function checkpointMetadata({
  format,
  fingerprint,
  about = fingerprint,
  step,
}: Record<string, string>): { about: string; step: number } | null {
  return format === FORMAT ? { about, step: Number(step) } : null;
}

/**
 * Reads a checkpoint; null when there is none.
 * Throws when the file is damaged or belongs to another run (fingerprint), and leaves it in place.
 */
export function readCheckpoint(file: string, fingerprint: string): Checkpoint | null {
  const refuse = (reason: string): never => {
    throw checkpointRefused(file, reason);
  };
  let decoded: TensorFile;
  try {
    decoded = readTensors(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code !== undefined) throw error;
    return refuse(message);
  }
  const { metadata, tensors } = decoded;
  if (metadata.format === undefined)
    return refuse('it holds tensors, but is no checkpoint of a training');
  if (metadata.format !== FORMAT)
    return refuse(`its format is "${metadata.format}", not ${FORMAT}`);
  if (metadata.fingerprint !== fingerprint)
    return refuse('it belongs to a run with other settings');
  const { losses, ...state } = tensors;
  const step = Number(metadata.step);
  if (!Number.isInteger(step) || step < 0 || losses?.length !== step) {
    return refuse('its step and its losses do not agree');
  }
  return { fingerprint, step, losses, state };
}

/**
 * The checkpoints of a run as files: `<file>`, those of its further trainings `<file>.<name>`.
 * @param everySeconds default: KIT_CHECKPOINT_SECONDS
 * @param known what a training is known by; default: its stage and its settings
 */
export const checkpointFiles =
  (
    file: string,
    everySeconds = readSettings().checkpointSeconds,
    known = (_training: string, about: string) => about,
  ): Checkpoints =>
  (training, about) => {
    const name = training === '' ? file : `${file}.${training}`;
    const fingerprint = known(training, about);
    return {
      name,
      everySeconds,
      read: () => readCheckpoint(name, fingerprint),
      write: (checkpoint) => writeCheckpoint(name, { ...checkpoint, fingerprint, about }),
    };
  };

/**
 * The checkpoints of a run that is known by the hash of its stored settings: a key that is added to
 * these later, and has its default, leaves the checkpoint that was written before it.
 */
export const checkpointsOfRun = (file: string, hash: string): Checkpoints =>
  checkpointFiles(file, undefined, (training) => `${training} ${hash}`);

/**
 * The checkpoint of a run, those of its further trainings beside it (`<file>.<name>`), and what a
 * killed writer left of them.
 */
function filesOf(file: string): string[] {
  const folder = path.dirname(file);
  const name = path.basename(file);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names
    .filter((each) => each === name || each.startsWith(`${name}.`) || each.startsWith(`.${name}.`))
    .map((each) => path.join(folder, each));
}

/** When the newest checkpoint of a run was written, in ms since 1970; null when there is none. */
export function newestCheckpoint(file: string): number | null {
  const whole = filesOf(file).filter((each) => !path.basename(each).startsWith('.'));
  const times = whole.map((each) => fs.statSync(each, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return times.length > 0 ? Math.max(...times) : null;
}

/**
 * Removes all checkpoints of a run. To be called when its result is stored, not before: with them
 * a run that could not store it has nothing to train again.
 */
export function removeCheckpoints(file: string): void {
  for (const each of filesOf(file)) fs.rmSync(each, { force: true });
}
