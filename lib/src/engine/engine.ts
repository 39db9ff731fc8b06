import * as tf from '@tensorflow/tfjs';
import { tensorFlowShell } from './backend';
import { isOnGpu, isTensorFlowBackend } from './binding';
import { EagerProgram } from './eager-program';
import type { Kernels } from './native';
import type { EngineMode, Program, ProgramSpec } from './program';

/** Part of every result's hash: raise it when a change of the engine changes numbers. */
export const ENGINE_VERSION = 1;

/** What the engine did, stored with every result. */
export interface EngineRecord {
  device: 'cpu' | 'gpu';
  gpuName: string | null;
  mode: EngineMode;
  kernels: Kernels;
  tf32: boolean;
  threads: number;
  tensorflow: string;
  tfjs: string;
}

/**
 * Makes a program: captured where TensorFlow is the backend, eager on tfjs's own backends.
 * @param mode 'auto' is 'xla' on a GPU, where a step is then one launch in place of hundreds, and 'plain'
 *   on a CPU: on two cores XLA was 0.78 to 1.20 times as fast over the five cases of bench/ (while warming
 *   up), for 3 to 5 s of compiling.
 */
export function createProgram(spec: ProgramSpec, mode: EngineMode | 'auto' = 'auto'): Program {
  if (mode === 'eager' || !isTensorFlowBackend()) {
    if (mode === 'plain' || mode === 'xla') {
      throw new Error(`Mode "${mode}" needs TensorFlow; the tfjs backend is "${tf.getBackend()}".`);
    }
    return new EagerProgram(spec);
  }
  const shell = tensorFlowShell();
  if (!shell) {
    throw new Error(
      'TensorFlow was loaded by something else: import memorization-kit/engine first.',
    );
  }
  return shell.capture(spec, mode === 'xla' || (mode === 'auto' && isOnGpu()));
}

export function engineRecord(program: Program): EngineRecord {
  const tensorflow = tensorFlowShell()?.loaded();
  return {
    device: tensorflow?.device ?? 'cpu',
    gpuName: tensorflow?.gpuName ?? null,
    mode: program.mode,
    kernels: program.kernels,
    tf32: tensorflow?.tf32 ?? false,
    threads: tensorflow?.threads ?? 1,
    tensorflow: tensorflow?.tensorflow ?? 'none',
    tfjs: tf.version_core,
  };
}
