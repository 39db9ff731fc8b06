import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  type DeviceChoice,
  deviceChoices,
  type KernelChoice,
  kernelChoices,
  type ProfileName,
  profileNames,
} from './choices';
import { oneOf } from './config';

/** Everything the kit reads from environment variables, read here and nowhere else. */
export interface Settings {
  profile: ProfileName; // KIT_PROFILE
  profileGiven: boolean; // whether KIT_PROFILE says so, or quick is just the default
  rerun: boolean; // KIT_RERUN=1 or true: train again although a result is stored
  device: DeviceChoice; // KIT_DEVICE
  kernels: KernelChoice; // KIT_KERNELS
  tf32: boolean; // KIT_TF32=1 or true: let a GPU multiply float32 matrices as TF32
  jobs: number | null; // KIT_JOBS: worker processes of a sweep; null = one per core
  threads: number; // KIT_THREADS: TensorFlow threads of this process
  checkpointSeconds: number; // KIT_CHECKPOINT_SECONDS: between two checkpoints of a training
  dataDir: string; // KIT_DATA
  figuresDir: string; // KIT_FIGURES
}

/** The folder of the project: the nearest one above this file whose package.json lists workspaces. */
export function projectRoot(): string {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (fs.existsSync(manifest)) {
      const { workspaces } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as {
        workspaces?: unknown;
      };
      if (workspaces) return folder;
    }
    if (folder === path.dirname(folder)) {
      throw new Error(
        'Cannot find the root of memorization-kit: no package.json with "workspaces" lies above ' +
          `${__dirname}. Run the lib from inside a checkout of the project.`,
      );
    }
  }
}

/** The number that a variable is set to; null where it is not set. */
function numberIn(env: NodeJS.ProcessEnv, name: string, kind: 'whole' | 'any'): number | null {
  const text = env[name];
  if (!text) return null;
  const number = Number(text);
  const fits =
    kind === 'whole' ? Number.isInteger(number) && number >= 1 : number > 0 && number < Infinity;
  if (fits) return number;
  const wanted = kind === 'whole' ? 'whole number of at least 1' : 'number above 0';
  throw new RangeError(`${name} must be a ${wanted}, not "${text}".`);
}

const yesIn = (env: NodeJS.ProcessEnv, name: string): boolean =>
  ['1', 'true'].includes(oneOf(name, env[name] || '0', ['1', 'true', '0', 'false']));

/** The variables of `readSettings`, and those that only set-up, pictures and kernels read. */
const variables = [
  ...['PROFILE', 'RERUN', 'DEVICE', 'JOBS', 'THREADS', 'CHECKPOINT_SECONDS', 'DATA', 'FIGURES'],
  ...['CELL_TIMEOUT', 'CHROMIUM', 'HISTORY', 'KERNELS', 'PYTHON', 'TENSORFLOW', 'TF32'],
].map((name) => `KIT_${name}`);
const ofTests = /^KIT_(TEST|FAULT)_/;

/**
 * Reads the settings. Throws a RangeError that names the variable when a value is not allowed, or
 * when there is no such variable: a misspelled one would be passed over.
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const unknown = Object.keys(env).find(
    (name) => name.startsWith('KIT_') && !variables.includes(name) && !ofTests.test(name),
  );
  if (unknown !== undefined) {
    throw new RangeError(`There is no setting ${unknown}. Choose one of: ${variables.join(', ')}.`);
  }
  const folder = (value: string | undefined, fallback: string): string =>
    path.resolve(projectRoot(), value || fallback);
  return {
    profile: oneOf('profile (KIT_PROFILE)', env.KIT_PROFILE || 'quick', profileNames),
    profileGiven: Boolean(env.KIT_PROFILE),
    rerun: yesIn(env, 'KIT_RERUN'),
    device: oneOf('device (KIT_DEVICE)', env.KIT_DEVICE || 'auto', deviceChoices),
    kernels: oneOf('kernels (KIT_KERNELS)', env.KIT_KERNELS || 'auto', kernelChoices),
    tf32: yesIn(env, 'KIT_TF32'),
    jobs: numberIn(env, 'KIT_JOBS', 'whole'),
    threads: numberIn(env, 'KIT_THREADS', 'whole') ?? os.availableParallelism(),
    checkpointSeconds: numberIn(env, 'KIT_CHECKPOINT_SECONDS', 'any') ?? 20,
    dataDir: folder(env.KIT_DATA, 'data'),
    figuresDir: folder(env.KIT_FIGURES, 'figures'),
  };
}

/** A folder for things that can be made again (compiled graphs, checkpoints of unfinished runs). */
export function cacheDir(...parts: string[]): string {
  return path.join(projectRoot(), '.kit', ...parts);
}

/** Where models are kept unless another folder is named. */
export const defaultModelsDir = (): string => path.join(projectRoot(), 'models');
