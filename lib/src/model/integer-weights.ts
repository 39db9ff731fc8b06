import { type ParameterLayout, slices } from './parameters';

/**
 * theta [P] with its matrices rounded to integers of so many bits, as a quantized model keeps them:
 * each output of a matrix has one scale, by which its largest weight becomes the largest integer,
 * 2^(bits - 1) - 1. To nearest, without data to calibrate by. Gains and biases stay.
 * An embedding [V, d] has its outputs in rows (it is the head, too), a weight [in, out] in columns.
 * @param bits at least 2: one of them is the sign
 * @param rounds which matrices; default: all
 */
export function roundedToIntegers(
  theta: Float32Array,
  layout: ParameterLayout,
  bits: number,
  rounds: (name: string) => boolean = () => true,
): Float32Array {
  const largest = 2 ** (bits - 1) - 1;
  const rounded = theta.slice();
  for (const [{ name, shape }, matrix] of slices(rounded, layout)) {
    if (shape.length !== 2 || !rounds(name)) continue;
    const [rows, columns] = shape;
    const ofRows = isEmbedding(name);
    const [outputs, size] = ofRows ? [rows, columns] : [columns, rows];
    const [apart, stride] = ofRows ? [columns, 1] : [1, columns];
    for (let i = 0; i < outputs; i++) roundOutput(matrix, i * apart, size, stride, largest);
  }
  return rounded;
}

/** Whether a matrix is one of the embeddings, of tokens or positions. */
export const isEmbedding = (name: string): boolean => name === 'wte' || name === 'wpe';

/** Rounds `size` weights from `start` on, `stride` apart, by the scale of the largest. */
function roundOutput(
  matrix: Float32Array,
  start: number,
  size: number,
  stride: number,
  largest: number,
): void {
  const end = start + size * stride;
  let most = 0;
  for (let at = start; at < end; at += stride) most = Math.max(most, Math.abs(matrix[at]));
  if (most === 0) return;
  const scale = most / largest;
  for (let at = start; at < end; at += stride) {
    matrix[at] = Math.round(matrix[at] / scale) * scale;
  }
}
