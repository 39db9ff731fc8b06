import type * as tf from '@tensorflow/tfjs';
import { kernelLevel, orthogonalOp } from '../engine';
import { isEmbedding, type ParameterLayout, sizeOf } from '../model';

/** Muon (Jordan et al. 2024): momentum whose matrix is made orthogonal before each update. */
export interface MuonOptions {
  rate: number; // learning rate of the matrices in units of the one of AdamW
  momentum: number;
  iterations: number; // of Newton and Schulz
}

export const muonDefaults: Omit<MuonOptions, 'rate'> = { momentum: 0.95, iterations: 5 };

/** A stretch of theta that one optimizer moves: a matrix by Muon, what lies between by AdamW. */
export interface Stretch {
  size: number;
  matrix: [rows: number, columns: number] | null;
}

/** Muon is for matrices between layers; embeddings, gains and biases stay with AdamW. */
export function stretches(layout: ParameterLayout): Stretch[] {
  const result: Stretch[] = [];
  for (const { name, shape } of layout) {
    const size = sizeOf(shape);
    const last = result[result.length - 1] as Stretch | undefined;
    if (shape.length === 2 && !isEmbedding(name)) {
      result.push({ size, matrix: [shape[0], shape[1]] });
    } else if (last && !last.matrix) {
      last.size += size;
    } else {
      result.push({ size, matrix: null });
    }
  }
  return result;
}

// Quintic whose iteration takes all singular values to about 1 fast, not to 1 exactly.
const [A, B, C] = [3.4445, -4.775, 2.0315];

/** A matrix [r, c] with the singular vectors of x and singular values between about 0.7 and 1.2. */
export function orthogonalized(x: tf.Tensor2D, iterations: number): tf.Tensor2D {
  const level = kernelLevel();
  if (level !== null) return orthogonalOp(x, level, iterations) as tf.Tensor2D;
  const [rows, columns] = x.shape;
  const tall = rows > columns;
  let y: tf.Tensor2D = tall ? x.transpose() : x; // the smaller of the two products x x^T, x^T x
  y = y.div(y.square().sum().sqrt().add(1e-7));
  for (let i = 0; i < iterations; i++) {
    const gram = y.matMul<tf.Tensor2D>(y, false, true);
    const polynomial = gram.mul(B).add(gram.matMul<tf.Tensor2D>(gram).mul(C));
    y = y.mul(A).add(polynomial.matMul(y));
  }
  return tall ? y.transpose() : y;
}

/**
 * One update of a matrix [r, c] = [inputs, outputs]; theta, m and gradient are flat.
 * The update is scaled by sqrt(max(1, outputs / inputs)), its weight decay is decoupled.
 */
export function muonUpdate(
  { theta, m }: { theta: tf.Tensor; m: tf.Tensor },
  gradient: tf.Tensor,
  learningRate: tf.Tensor,
  shape: [rows: number, columns: number],
  { momentum, iterations }: MuonOptions,
  weightDecay: number,
): { theta: tf.Tensor; m: tf.Tensor } {
  const [inputs, outputs] = shape;
  const next = m.mul(momentum).add(gradient.mul(1 - momentum));
  const nesterov = next.mul(momentum).add(gradient.mul(1 - momentum));
  const direction = orthogonalized(nesterov.reshape(shape), iterations) // [inputs, outputs]
    .mul(Math.sqrt(Math.max(1, outputs / inputs)))
    .reshape([inputs * outputs]);
  const step = weightDecay > 0 ? direction.add(theta.mul(weightDecay)) : direction;
  return { theta: theta.sub(step.mul(learningRate)), m: next };
}
