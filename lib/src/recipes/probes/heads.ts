import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../../engine';
import { layerNorm, linear, type ParameterLayout, type ParameterViews } from '../../model';

/** Linear classifiers on hidden states: at each of some places, for each of some attributes. */
export interface HeadOptions {
  dModel: number;
  nPlaces: number;
  classes: number[]; // of each attribute
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** One normalization and one matrix a place; the classes of all attributes are its columns. */
export function headLayout({ dModel: d, nPlaces, classes }: HeadOptions): ParameterLayout {
  return Array.from({ length: nPlaces }, (_, i): ParameterLayout => [
    { name: `probe${i}.norm.gain`, shape: [d], init: 'ones' },
    { name: `probe${i}.norm.bias`, shape: [d], init: 'zeros' },
    { name: `probe${i}.weight`, shape: [d, sum(classes)], init: 'normal' },
    { name: `probe${i}.bias`, shape: [sum(classes)], init: 'zeros' },
  ]).flat();
}

/** Mean and standard deviation of each feature over a batch. */
export interface Statistics {
  mean: tf.Tensor; // [1, d]
  inverseStd: tf.Tensor;
}

const EPSILON = 1e-5;

export function statisticsOf(hidden: tf.Tensor2D): Statistics {
  const mean = hidden.mean(0, true);
  const inverseStd = hidden.sub(mean).square().mean(0, true).add(EPSILON).rsqrt();
  return { mean, inverseStd };
}

/**
 * Logits of each attribute [n, classes] from the hidden states of one place [n, d], after LayerNorm,
 * or, with `statistics`, after BatchNorm with these.
 */
export function headLogits(
  p: ParameterViews,
  place: number,
  hidden: tf.Tensor2D,
  classes: number[],
  statistics: Statistics | null,
): tf.Tensor2D[] {
  const gain = p[`probe${place}.norm.gain`];
  const bias = p[`probe${place}.norm.bias`];
  const normal = statistics
    ? hidden.sub(statistics.mean).mul(statistics.inverseStd).mul(gain).add(bias)
    : layerNorm(hidden, gain, bias);
  const weight = p[`probe${place}.weight`];
  const logits = linear(normal, weight, p[`probe${place}.bias`], 'float32');
  return columns(logits, classes);
}

/** Groups of columns. The gradient of tf.split fails when there is a single one. */
function columns(x: tf.Tensor2D, widths: number[]): tf.Tensor2D[] {
  return widths.length === 1 ? [x] : tf.split(x, widths, 1);
}

/** Mean cross-entropy in nats over the attributes; `labels` [n, all classes] is 1 at the right ones. */
export function headLoss(logits: tf.Tensor2D[], labels: tf.Tensor2D): tf.Scalar {
  const parts = columns(
    labels,
    logits.map((x) => x.shape[1]),
  );
  const losses = logits.map((x, i) => {
    const excess = x.sub(x.mul(parts[i]).sum(1, true)); // relative to the right class
    return tf.logSumExp(excess, 1).mean();
  });
  return tf.addN(losses).div(logits.length);
}

/** The likeliest class of each row and attribute, [n, attributes], in float32. */
export const headChoices = (logits: tf.Tensor2D[]): tf.Tensor2D =>
  tf.concat(
    logits.map((x) => x.argMax(1).cast('float32').reshape<tf.Tensor2D>([-1, 1])),
    1,
  );

/** The labels of a batch: the classes of all attributes side by side. */
export const labelSpec = (rows: number, classes: readonly number[]): TensorSpec => ({
  shape: [rows, sum(classes)],
  dtype: 'float32',
});

/**
 * 1 at the right classes, [n, all classes], else 0.
 * @param people the class of each of their attributes, [n][attributes]
 * @param wanted the numbers of those attributes that are probed, with as many `classes` each
 */
export function labelRows(
  people: readonly (readonly number[])[],
  wanted: readonly number[],
  classes: readonly number[],
): Float32Array {
  const width = sum(classes);
  const labels = new Float32Array(people.length * width);
  people.forEach((person, row) => {
    let start = row * width;
    wanted.forEach((attribute, i) => {
      labels[start + person[attribute]] = 1;
      start += classes[i];
    });
  });
  return labels;
}
