import { mean } from './interval';

/** Means over so many equal stretches of values, or each where there are fewer; x is their middle. */
export function stretchMeans(values: Float32Array, stretches: number): Record<'x' | 'y', number[]> {
  const count = Math.min(stretches, values.length);
  const ends = Array.from({ length: count + 1 }, (_, i) => Math.round((i * values.length) / count));
  const bounds = ends.slice(1).map((end, i) => [ends[i], end]);
  return {
    x: bounds.map(([start, end]) => (start + end + 1) / 2),
    y: bounds.map(([start, end]) => mean(values.subarray(start, end))),
  };
}
