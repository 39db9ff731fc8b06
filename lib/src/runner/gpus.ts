import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { type DeviceChoice, loadedTensorFlow, trialLoad } from '../engine/node';
import { workerEnvironment } from './worker-process';

/** Which device runs get, and why it is not the GPU where a driver is there. */
export interface ExpectedDevice {
  device: 'cpu' | 'gpu';
  whyNoGpu: string | null;
}

let tried: ExpectedDevice | null = null;

/**
 * The device that the engine gets in a worker. Where an NVIDIA driver is in sight only the engine
 * can tell: TensorFlow is loaded, once, in a process of its own.
 */
export function expectedDevice(choice: DeviceChoice): ExpectedDevice {
  if (choice !== 'auto') return { device: choice, whyNoGpu: null };
  if (loadedTensorFlow()?.device === 'gpu') return { device: 'gpu', whyNoGpu: null };
  if (!gpuInSight()) return { device: 'cpu', whyNoGpu: null };
  tried ??= tryDevice();
  return tried;
}

function tryDevice(): ExpectedDevice {
  try {
    const { usesGpu, missingGpu } = trialLoad(workerEnvironment());
    return { device: usesGpu ? 'gpu' : 'cpu', whyNoGpu: missingGpu };
  } catch (error) {
    return { device: 'cpu', whyNoGpu: (error as Error).message };
  }
}

/** Whether an NVIDIA driver is there and not hidden from TensorFlow; it may still be unable to use it. */
export function gpuInSight(): boolean {
  const hidden = ['', '-1'].includes(workerEnvironment().CUDA_VISIBLE_DEVICES ?? '0');
  return !hidden && (fs.existsSync('/dev/nvidiactl') || fs.existsSync('/dev/dxg'));
}

/**
 * The GPUs that workers may use, each as a value of CUDA_VISIBLE_DEVICES: those that the variable
 * names, else all that nvidia-smi lists, else the first.
 * @param list what `nvidia-smi -L` prints; default: it is asked
 */
export function visibleGpus(env: NodeJS.ProcessEnv = workerEnvironment(), list = listed): string[] {
  const named = env.CUDA_VISIBLE_DEVICES;
  if (named !== undefined) return named.split(',').map((name) => name.trim());
  const numbers = [...list().matchAll(/^GPU (\d+):/gm)].map(([, number]) => number);
  return numbers.length > 0 ? numbers : ['0'];
}

function listed(): string {
  const { status, stdout } = spawnSync('nvidia-smi', ['-L'], { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? stdout : '';
}
