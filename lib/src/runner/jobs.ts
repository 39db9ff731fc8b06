import * as os from 'node:os';
import { type DeviceChoice, readSettings, requireInteger } from '../engine/node';
import { expectedDevice, visibleGpus } from './gpus';

export interface Jobs {
  jobs: number; // worker processes to start
  note: string | null; // why these are fewer than were asked for, or train on the CPU
  /** The GPUs that workers take in turn, as values of CUDA_VISIBLE_DEVICES; none: on the CPU. */
  gpus: string[];
}

const workerBytes = 256 * 2 ** 20; // TensorFlow and a small model

/** The most worker processes that this machine has cores and memory for, at least 1. */
export function mostJobs(): number {
  const allowed = process.constrainedMemory() || Infinity; // of a container; 0 where it has no limit
  const byMemory = Math.floor(Math.min(os.totalmem(), allowed) / workerBytes);
  return Math.max(1, Math.min(os.availableParallelism(), byMemory));
}

/**
 * How many worker processes a sweep starts: what was asked for (option, then KIT_JOBS), or one per
 * core; on GPUs one each, because runs that share a GPU only slow each other down. Never more than
 * `mostJobs`: further ones would take turns on the same cores.
 * Throws a RangeError for a number of jobs that is not a whole number of at least 1.
 */
export function jobsFor(device: DeviceChoice, asked: number | undefined): Jobs {
  const wanted = asked ?? readSettings().jobs;
  if (wanted !== null) requireInteger('jobs', wanted, 1);
  const most = mostJobs();
  const expected = expectedDevice(device);
  const gpus = expected.device === 'gpu' ? visibleGpus() : [];
  const jobs = Math.min(most, wanted ?? (gpus.length || most));
  const few = `${most} ${most === 1 ? 'worker process' : 'worker processes'}`;
  const notes = [
    wanted !== null &&
      wanted > most &&
      `${wanted} jobs were asked for; this machine has cores and memory for ${few}.`,
    expected.whyNoGpu && `An NVIDIA driver is here, but runs get the CPU: ${expected.whyNoGpu}`,
  ].filter((note) => typeof note === 'string');
  return { jobs, gpus, note: notes.join('\n') || null };
}

/** Set by a cluster for each job of an array: Slurm's, and Kubernetes' for indexed jobs. */
export const indexVariables = ['SLURM_ARRAY_TASK_ID', 'JOB_COMPLETION_INDEX'] as const;

/**
 * Which run a job trains: what was asked for, else the variable that the cluster sets; undefined
 * when neither is there. Throws a RangeError naming the variable when it holds no whole number.
 */
export function jobIndex(
  asked: number | undefined,
  env: NodeJS.ProcessEnv = process.env,
): number | undefined {
  const name = indexVariables.find((variable) => env[variable]);
  if (asked !== undefined || name === undefined) return asked;
  const text = env[name] ?? '';
  if (!/^\d+$/.test(text)) throw new RangeError(`${name} must be a whole number, not "${text}".`);
  return Number(text);
}
