import * as tf from '@tensorflow/tfjs';
import {
  type ProgramFunction,
  type ProgramSpec,
  roundToBfloat16,
  type Tensors,
  type TensorSpec,
} from '../engine';
import {
  decayMask,
  frozenViews,
  layoutSize,
  lossAndGradient,
  type ParameterLayout,
  type ParameterViews,
  views,
} from '../model';
import { clippedGradient } from './adamw';
import { type OptimizerOptions, optimizerUpdate } from './optimizer';
import { noiseBits, noiseInputs } from './rounding-noise';
import { exactSteps, keepInPrecision, type StepPrecision } from './storage';

/** What is trained: parameters and a loss, of whatever model. */
export interface TrainingTask {
  layout: ParameterLayout;
  theta: Float32Array; // [P], initial values in the order of the layout
  /**
   * Parameters that stay as they are, such as a pretrained model under a probe or under LoRA: they
   * are given to the loss and the measurements beside the trained ones, have no gradient, no
   * moments and no place in a checkpoint.
   */
  frozen?: { layout: ParameterLayout; theta: Float32Array };
  batch: Record<string, TensorSpec>;
  /** Mean loss of a batch, to be minimized. */
  loss(parameters: ParameterViews, batch: Tensors, frozen: ParameterViews): tf.Scalar;
  /** Further functions of the parameters, such as the likelihood of each token. */
  measurements?: Record<
    string,
    {
      inputs: Record<string, TensorSpec>;
      run(parameters: ParameterViews, inputs: Tensors, frozen: ParameterViews): Tensors;
    }
  >;
}

/** The name of the function that trains; its outputs are `loss` and `gradientNorm`, both before the update. */
export const STEP = 'step';

/**
 * The program of a training run: state theta, m, v; the function `step` and the measurements.
 * The initial tensors in `state` belong to the caller, who disposes them after making the program.
 * Throws a RangeError when the frozen parameters do not fit their layout.
 */
export function trainingProgram(
  task: TrainingTask,
  optimizer: OptimizerOptions,
  precision: Partial<StepPrecision> = {},
): ProgramSpec {
  const { storage, noise, gradientAndMoments, reportUnchanged } = { ...exactSteps, ...precision };
  const kept = (x: tf.Tensor): tf.Tensor =>
    gradientAndMoments === 'bfloat16' ? roundToBfloat16(x) : x;
  const size = task.theta.length;
  const scalar: TensorSpec = { shape: [], dtype: 'float32' };
  const decays = optimizer.weightDecay > 0;
  const { frozen } = task;
  if (frozen && frozen.theta.length !== layoutSize(frozen.layout)) {
    throw new RangeError(
      `The frozen parameters are ${frozen.theta.length} values, but their layout takes ` +
        `${layoutSize(frozen.layout)}: are they of another model?`,
    );
  }
  const constants = (state: Tensors): ParameterViews =>
    frozen ? frozenViews(state.frozen as tf.Tensor1D, frozen.layout) : {};
  const step: ProgramFunction = {
    inputs: {
      ...task.batch,
      learningRate: scalar,
      correction1: scalar,
      correction2: scalar,
      ...(storage === 'bfloat16-stochastic' && noiseInputs(noise, size)),
    },
    run(state, inputs) {
      const constant = constants(state);
      const { loss, gradient } = lossAndGradient(state.theta as tf.Tensor1D, task.layout, (p) =>
        task.loss(p, inputs, constant),
      );
      const { learningRate, correction1, correction2 } = inputs;
      const { g, gradientNorm } = clippedGradient(kept(gradient), optimizer.clipNorm);
      const updated = optimizerUpdate(
        { theta: state.theta, m: state.m, v: state.v },
        g,
        { learningRate, correction1, correction2 },
        optimizer,
        decays ? state.decayMask : null,
        task.layout,
      );
      const theta = keepInPrecision(updated.theta, storage, () => noiseBits(noise, inputs, size));
      return {
        outputs: {
          loss,
          gradientNorm,
          ...(reportUnchanged && { unchanged: theta.equal(state.theta).cast('float32').mean() }),
        },
        state: { theta, m: kept(updated.m), v: kept(updated.v) },
      };
    },
  };
  const measurements = Object.entries(task.measurements ?? {}).map(
    ([name, { inputs, run }]): [string, ProgramFunction] => [
      name,
      {
        inputs,
        run: (state, feeds) => ({
          outputs: run(views(state.theta as tf.Tensor1D, task.layout), feeds, constants(state)),
        }),
      },
    ],
  );
  return {
    state: {
      theta: tf.tensor1d(task.theta),
      m: tf.zeros([size]),
      v: tf.zeros([size]),
      ...(decays && { decayMask: tf.tensor1d(decayMask(task.layout)) }),
      ...(frozen && { frozen: tf.tensor1d(frozen.theta) }),
    },
    functions: { [STEP]: step, ...Object.fromEntries(measurements) },
  };
}
