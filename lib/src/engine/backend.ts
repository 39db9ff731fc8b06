import * as tf from '@tensorflow/tfjs';
import type { DeviceChoice } from '../base';
import type { Program, ProgramSpec } from './program';

/** What is known of TensorFlow once it is loaded. */
export interface LoadedTensorFlow {
  device: 'cpu' | 'gpu';
  gpuName: string | null; // as the driver names it
  tf32: boolean; // whether float32 matrices are multiplied as TF32
  threads: number;
  tensorflow: string; // version
}

/** What needs Node: the engine is given it by `engine/node`, and does without it in a browser. */
export interface TensorFlowShell {
  load(device: DeviceChoice): LoadedTensorFlow;
  loaded(): LoadedTensorFlow | null;
  capture(spec: ProgramSpec, xla: boolean): Program;
}

let shell: TensorFlowShell | null = null;

export function registerTensorFlow(given: TensorFlowShell): void {
  shell = given;
}

export function tensorFlowShell(): TensorFlowShell | null {
  return shell;
}

/**
 * Makes ready what tensors are computed with, before a run makes any: TensorFlow on the device, or,
 * where there is no Node, the tfjs backend that was chosen.
 * Throws as `loadTensorFlow` does, or when neither is there.
 */
export function useDevice(device: DeviceChoice): void {
  if (shell) {
    shell.load(device);
  } else if (!tf.getBackend()) {
    throw new Error(
      'There is nothing to compute with. In Node import memorization-kit/engine, which brings ' +
        'TensorFlow; in a browser choose a backend first: await tf.setBackend(...).',
    );
  }
}
