import { type ParameterLayout, sizeOf } from './parameters';

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
  let offset = 0;
  for (const { name, shape } of layout) {
    const matrix = rounded.subarray(offset, (offset += sizeOf(shape)));
    if (shape.length !== 2 || !rounds(name)) continue;
    const [rows, columns] = shape;
    if (isEmbedding(name)) roundRows(matrix, rows, columns, 1, largest);
    else roundRows(matrix, columns, rows, columns, largest);
  }
  return rounded;
}

/** Whether a matrix is one of the embeddings, of tokens or positions. */
export const isEmbedding = (name: string): boolean => name === 'wte' || name === 'wpe';

/** Rounds `outputs` vectors of `size` weights, which lie `stride` apart within a vector. */
function roundRows(
  matrix: Float32Array,
  outputs: number,
  size: number,
  stride: number,
  largest: number,
): void {
  for (let output = 0; output < outputs; output++) {
    const start = stride === 1 ? output * size : output;
    let most = 0;
    for (let i = 0; i < size; i++) most = Math.max(most, Math.abs(matrix[start + i * stride]));
    if (most === 0) continue;
    const scale = most / largest;
    for (let i = 0; i < size; i++) {
      const at = start + i * stride;
      matrix[at] = Math.round(matrix[at] / scale) * scale;
    }
  }
}
