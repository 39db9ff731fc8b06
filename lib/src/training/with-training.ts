import * as tf from '@tensorflow/tfjs';
import { createProgram, type Program } from '../engine';
import type { OptimizerOptions } from './optimizer';
import type { StepPrecision } from './storage';
import { trainingProgram, type TrainingTask } from './training-program';

/**
 * Makes the program of a training, hands it to `body`, and frees it when that is done or has failed.
 * Throws as `trainingProgram` does.
 */
export async function withTraining<T>(
  task: TrainingTask,
  optimizer: OptimizerOptions,
  body: (program: Program) => T | Promise<T>,
  precision?: Partial<StepPrecision>,
): Promise<T> {
  const spec = trainingProgram(task, optimizer, precision);
  const program = createProgram(spec);
  tf.dispose(spec.state);
  try {
    return await body(program);
  } finally {
    program.dispose();
  }
}

/** Puts a program back to its start: moments of 0, and `theta` [P] if it is given. */
export function startAgain(program: Program, theta?: Float32Array): void {
  if (theta) program.write('theta', theta);
  const zeros = new Float32Array(program.read('theta').length);
  for (const moment of ['m', 'v']) program.write(moment, zeros);
}
