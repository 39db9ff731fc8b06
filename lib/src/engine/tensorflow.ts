import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { type DeviceChoice } from '../base';
import { readSettings } from '../base/node';
import type { LoadedTensorFlow } from './backend';
import { unsupportedNode } from './supported-node.cjs';
import { requireTfjsNode } from './tfjs-node';
import { allowTensorFloat } from './tensor-float';
import { trialLoad } from './trial-load';
import { xlaCacheFolder } from './xla-cache';
import { findKernels } from './native';
import type { TensorFlowBackend } from './binding';

export interface TensorFlowOptions {
  device?: DeviceChoice; // default: KIT_DEVICE, or auto
  threads?: number; // default: KIT_THREADS, or one per core
}

let loaded: LoadedTensorFlow | null = null;

/** What the variables that the engine sets were before. */
const before = new Map<string, string | undefined>();

/**
 * Loads TensorFlow into this process, once, and makes it the backend of tfjs.
 *
 * TensorFlow reads its environment when it is loaded, so threads and device cannot change later.
 * Throws when a GPU is asked for that TensorFlow cannot use, when the native binding is missing,
 * under a Node that the kit does not support, or when a second call asks for another device than
 * the first one got.
 */
export function loadTensorFlow(options: TensorFlowOptions = {}): LoadedTensorFlow {
  const settings = readSettings();
  const device = options.device ?? settings.device;
  if (loaded) {
    if (device !== 'auto' && device !== loaded.device) {
      throw new Error(
        `TensorFlow already runs on the ${loaded.device} in this process and cannot move to the ` +
          `${device}. Start a new process (in a notebook: restart the kernel) with KIT_DEVICE=${device}.`,
      );
    }
    tf.setBackend('tensorflow');
    return loaded;
  }
  const unsupported = unsupportedNode();
  if (unsupported) throw new Error(`${unsupported.problem} ${unsupported.remedy}`);
  const threads = options.threads ?? settings.threads;
  prepareEnvironment(device, threads);
  try {
    requireTfjsNode();
  } catch (error) {
    throw new Error(
      'TensorFlow could not be loaded. Run `npm run setup`, which builds its native binding. ' +
        `The loader said: ${(error as Error).message}`,
      { cause: error },
    );
  }
  const backend = tf.backend() as unknown as TensorFlowBackend;
  const usesGpu = backend.binding.isUsingGpuDevice();
  if (device === 'gpu' && !usesGpu) {
    throw new Error(
      `A GPU was asked for, but TensorFlow finds none it can use: ${missingGpuReason()} ` +
        'Or choose KIT_DEVICE=cpu.',
    );
  }
  if (usesGpu) allowTensorFloat(settings.tf32);
  findKernels(settings.kernels, threads);
  loaded = {
    device: usesGpu ? 'gpu' : 'cpu',
    gpuName: usesGpu ? gpuName() : null,
    threads,
    tensorflow: backend.binding.TF_Version,
    tf32: usesGpu && settings.tf32,
  };
  return loaded;
}

/** What is loaded, or null before the first `loadTensorFlow`. */
export function loadedTensorFlow(): LoadedTensorFlow | null {
  return loaded;
}

/** Found out in a process of its own, since this one has kept TensorFlow quiet. */
function missingGpuReason(): string {
  try {
    return trialLoad(environmentForChild()).missingGpu ?? 'in a second try it found one.';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The name of the GPU; null where the driver's tool does not answer. */
function gpuName(): string | null {
  const id = process.env.CUDA_VISIBLE_DEVICES ?? '0';
  const query = [`--id=${id}`, '--query-gpu=name', '--format=csv,noheader'];
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? stdout.split('\n')[0].trim() || null : null;
}

/** The environment for a child process that is to choose its own device and threads. */
export function environmentForChild(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const [name, value] of before) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return env;
}

/** Sets what TensorFlow's C++ side reads; a variable that the user has set already stays. */
function prepareEnvironment(device: DeviceChoice, threads: number): void {
  const force = (name: string, value: string): void => {
    before.set(name, process.env[name]);
    process.env[name] = value;
  };
  const set = (name: string, value: string): void => {
    if (process.env[name] === undefined) force(name, value);
  };
  set('TF_CPP_MIN_LOG_LEVEL', '3'); // its warnings about CPU features are of no use here
  set('TF_ENABLE_ONEDNN_OPTS', '1'); // the default, but said aloud TensorFlow does not announce it
  set('TF_DETERMINISTIC_OPS', '1'); // same machine, same losses
  set('TF_FORCE_GPU_ALLOW_GROWTH', 'true'); // several processes may share a GPU
  set('TF_NUM_INTRAOP_THREADS', String(threads));
  set('TF_NUM_INTEROP_THREADS', '1'); // a step is one chain of ops: more only adds switching
  set('OMP_NUM_THREADS', String(threads));
  // The binding puts tensors on the last GPU and ops on the first: it is shown one. Its number is
  // that of nvidia-smi.
  set('CUDA_DEVICE_ORDER', 'PCI_BUS_ID');
  force('CUDA_VISIBLE_DEVICES', device === 'cpu' ? '-1' : firstGpu(process.env));
  set('XLA_FLAGS', [...xlaFlags, ...(device === 'cpu' ? [] : xlaGpuFlags)].join(' '));
  // XLA is on for the process; a program that is to run without it marks its nodes so.
  const jit = '--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit --tf_xla_max_cluster_size=1000000';
  const folder = xlaCacheFolder(device, [jit, process.env.XLA_FLAGS ?? '']);
  fs.mkdirSync(folder, { recursive: true });
  set('TF_XLA_FLAGS', `${jit} --tf_xla_persistent_cache_directory=${folder}`);
}

// Without this XLA drops a rounding to bfloat16 that is followed by a cast back to float32.
const xlaFlags = ['--xla_allow_excess_precision=false'];
// Without this a sum at given rows, asked to be deterministic, is a loop of as many kernels as rows.
const xlaGpuFlags = ['--xla_gpu_enable_scatter_determinism_expander=true'];

/** The first of the GPUs that may be used, as a value of CUDA_VISIBLE_DEVICES. */
export function firstGpu({ CUDA_VISIBLE_DEVICES = '0' }: NodeJS.ProcessEnv): string {
  return CUDA_VISIBLE_DEVICES.split(',')[0].trim();
}
