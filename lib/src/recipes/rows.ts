/** The rows of these numbers, out of [rows, width], flat. */
export function rowsAt(values: Int32Array, picked: ArrayLike<number>, width: number): Int32Array {
  const result = new Int32Array(picked.length * width);
  Array.from(picked).forEach((row, i) => {
    result.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return result;
}
