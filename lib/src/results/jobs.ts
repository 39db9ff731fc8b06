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
  if (jobs === null) return expectedDevice(device) === 'gpu' ? 1 : os.availableParallelism();
  if (!Number.isInteger(jobs) || jobs < 1) {
    throw new RangeError(`jobs must be a whole number of at least 1, not ${jobs}.`);
  }
  return jobs;
}

/** The device that runs will get: a guess that needs no TensorFlow in this process. */
export function expectedDevice(device: DeviceChoice): 'cpu' | 'gpu' {
  if (device !== 'auto') return device;
  return gpuInSight() ? 'gpu' : 'cpu';
}

/** Whether an NVIDIA driver is there and not hidden from TensorFlow; it may still be unable to use it. */
export function gpuInSight(): boolean {
  const hidden = ['', '-1'].includes(workerEnvironment().CUDA_VISIBLE_DEVICES ?? '0');
  return !hidden && (fs.existsSync('/dev/nvidiactl') || fs.existsSync('/dev/dxg'));
}
