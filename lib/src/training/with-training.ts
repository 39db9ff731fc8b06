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
