/** The mean of some values, added up in their order; NaN of none. */
export function mean(values: readonly number[] | Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
