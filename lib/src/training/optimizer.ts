import * as tf from '@tensorflow/tfjs';
import type { ParameterLayout } from '../model';
import {
  adamWOf,
  type AdamWOptions,
  type AdamWScalars,
  type AdamWState,
  adamWUpdate,
} from './adamw';
import { muonDefaults, type MuonOptions, muonUpdate, stretches } from './muon';

/** AdamW for all parameters, or for those that are left when Muon moves the matrices. */
export interface OptimizerOptions extends AdamWOptions {
  muon?: MuonOptions;
}

/** Muon for the matrices between layers, if it has a rate, and AdamW for the rest. */
export function optimizerOf(
  config: Partial<AdamWOptions> & { learningRate: number; muonLearningRate?: number },
): OptimizerOptions {
  const { muonLearningRate = 0, learningRate } = config;
  const adamW = adamWOf(config);
  if (muonLearningRate === 0) return adamW;
  return { ...adamW, muon: { ...muonDefaults, rate: muonLearningRate / learningRate } };
}

/**
 * One update of all parameters. All tensors are [P], the gradient `g` is clipped already. With Muon,
 * `m` holds its momentum where a matrix lies, and `v` is not used there.
 */
export function optimizerUpdate(
  state: AdamWState,
  g: tf.Tensor,
  scalars: AdamWScalars,
  options: OptimizerOptions,
  decayMask: tf.Tensor | null,
  layout: ParameterLayout,
): AdamWState {
  const { muon } = options;
  if (!muon) return adamWUpdate(state, g, scalars, options, decayMask);
  const parts = stretches(layout);
  const sizes = parts.map(({ size }) => size);
  const split = (x: tf.Tensor): tf.Tensor[] => tf.split(x, sizes);
  const [thetas, ms, vs, gs] = [state.theta, state.m, state.v, g].map(split);
  const masks = decayMask && split(decayMask);
  const matrixRate = scalars.learningRate.mul(muon.rate);
  const updated = parts.map(({ matrix }, i): AdamWState => {
    const part = { theta: thetas[i], m: ms[i], v: vs[i] };
    if (!matrix) return adamWUpdate(part, gs[i], scalars, options, masks?.[i] ?? null);
    const next = muonUpdate(part, gs[i], matrixRate, matrix, muon, options.weightDecay);
    return { ...next, v: part.v };
  });
  const joined = (key: keyof AdamWState): tf.Tensor => tf.concat(updated.map((part) => part[key]));
  return { theta: joined('theta'), m: joined('m'), v: joined('v') };
}
