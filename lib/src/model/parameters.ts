import * as tf from '@tensorflow/tfjs';
import { randomStream } from '../engine';

export type Init = 'normal' | 'residual' | 'ones' | 'zeros';

/** One named parameter: a view into the flat vector theta. */
export interface ParameterSpec {
  name: string;
  shape: number[];
  init: Init;
}

/** The parameters in the order in which they lie in theta. */
export type ParameterLayout = ParameterSpec[];
export type ParameterViews = Record<string, tf.Tensor>;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Length of theta. */
export function layoutSize(layout: ParameterLayout): number {
  return layout.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** theta [P] -> one tensor per parameter, by name. */
export function views(theta: tf.Tensor1D, layout: ParameterLayout): ParameterViews {
  const parts = tf.split(
    theta,
    layout.map(({ shape }) => sizeOf(shape)),
  );
  // A vector is what was split off: every node that a step does without counts on a small model.
  return Object.fromEntries(
    layout.map(({ name, shape }, i) => [
      name,
      shape.length === 1 ? parts[i] : parts[i].reshape(shape),
    ]),
  );
}

const frozen = new WeakSet<tf.Tensor>();

/** `views` of parameters that stay as they are: nobody asks for their gradients. */
export function frozenViews(theta: tf.Tensor1D, layout: ParameterLayout): ParameterViews {
  const p = views(theta, layout);
  Object.values(p).forEach((tensor) => frozen.add(tensor));
  return p;
}

/** Whether a tensor is one of `frozenViews`. */
export function isFrozen(tensor: tf.Tensor): boolean {
  return frozen.has(tensor);
}

/**
 * The loss and its gradient as one vector [P]: differentiates by the views and joins the pieces
 * once, so that the optimizer is a dozen ops whatever the depth.
 */
export function lossAndGradient(
  theta: tf.Tensor1D,
  layout: ParameterLayout,
  loss: (p: ParameterViews) => tf.Scalar,
): { loss: tf.Scalar; gradient: tf.Tensor1D } {
  const p = views(theta, layout);
  const byViews = tf.valueAndGrads((...tensors: tf.Tensor[]) =>
    loss(Object.fromEntries(layout.map(({ name }, i) => [name, tensors[i]]))),
  );
  const { value, grads } = byViews(layout.map(({ name }) => p[name]));
  return {
    loss: value,
    gradient: tf.concat1d(grads.map((g) => (g.rank === 1 ? (g as tf.Tensor1D) : g.flatten()))),
  };
}

/**
 * Initial theta [P]: N(0, 0.02) for matrices, divided by sqrt(2 nLayers) where a matrix writes
 * into the residual stream (GPT-2); gains 1, biases 0. One random stream per parameter.
 */
export function initialParameters(
  layout: ParameterLayout,
  nLayers: number,
  seed: number,
): Float32Array {
  return drawnParameters(layout, seed, ({ init }) =>
    init === 'residual' ? 0.02 / Math.sqrt(2 * nLayers) : 0.02,
  );
}

/** theta [P] of ones, zeros, and normal numbers of the standard deviation that `std` gives. */
export function drawnParameters(
  layout: ParameterLayout,
  seed: number,
  std: (spec: ParameterSpec) => number,
): Float32Array {
  const theta = new Float32Array(layoutSize(layout));
  for (const [spec, values] of slices(theta, layout)) {
    if (spec.init === 'ones') values.fill(1);
    if (spec.init === 'ones' || spec.init === 'zeros') continue;
    const stream = randomStream(seed, `init/${spec.name}`);
    const scale = std(spec);
    for (let i = 0; i < values.length; i++) values[i] = scale * stream.normal();
  }
  return theta;
}

/** 1 where weight decay applies (matrices and embeddings), 0 for gains and biases; [P]. */
export function decayMask(layout: ParameterLayout): Float32Array {
  const mask = new Float32Array(layoutSize(layout));
  for (const [{ shape }, values] of slices(mask, layout)) if (shape.length > 1) values.fill(1);
  return mask;
}

/** Each parameter with its part of a theta-like vector: what is written to it is in theta. */
export function slices(
  theta: Float32Array,
  layout: ParameterLayout,
): [spec: ParameterSpec, values: Float32Array][] {
  let offset = 0;
  return layout.map((spec) => [spec, theta.subarray(offset, (offset += sizeOf(spec.shape)))]);
}

/** The part of a theta-like vector that belongs to one parameter. Throws when there is none. */
export function parameterSlice(
  theta: Float32Array,
  layout: ParameterLayout,
  name: string,
): Float32Array {
  const found = slices(theta, layout).find(([spec]) => spec.name === name);
  if (found) return found[1];
  throw new Error(`No parameter "${name}"; there are ${layout.map((p) => p.name).join(', ')}.`);
}
