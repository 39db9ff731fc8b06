import * as fs from 'node:fs';
import * as os from 'node:os';
import { type DeviceChoice, readSettings } from '../engine';
import { workerEnvironment } from './worker-environment';

/**
 * How many worker processes a sweep starts: what was asked for (option, then KIT_JOBS), or one per
 * core; on a GPU one, because runs that share a GPU only slow each other down.
 * Throws a RangeError for a number of jobs that is not a whole number of at least 1.
 */
export function jobsFor(device: DeviceChoice, asked: number | undefined): number {
  const jobs = asked ?? readSettings().jobs;
  if (jobs === null) return usesGpu(device) ? 1 : os.availableParallelism();
  if (!Number.isInteger(jobs) || jobs < 1) {
    throw new RangeError(`jobs must be a whole number of at least 1, not ${jobs}.`);
  }
  return jobs;
}

/** A guess that needs no TensorFlow in this process: is there an NVIDIA driver to be seen? */
function usesGpu(device: DeviceChoice): boolean {
  if (device !== 'auto') return device === 'gpu';
  const hidden = ['', '-1'].includes(workerEnvironment().CUDA_VISIBLE_DEVICES ?? '0');
  return !hidden && (fs.existsSync('/dev/nvidiactl') || fs.existsSync('/dev/dxg'));
}
