import type { Curve } from '../experiment';

/** What a figure can show: a curve of more points is thinned to this many. */
export const maxCurvePoints = 200;

/**
 * A curve small enough to commit: at most `maxCurvePoints` points, evenly spaced in index with the
 * first and the last kept, at six significant digits (whole numbers, such as steps, stay exact).
 * Throws a RangeError when x and y differ in length.
 */
export function thinCurve({ x, y, xLabel, yLabel }: Curve): Curve {
  if (x.length !== y.length) {
    throw new RangeError(
      `The curve "${yLabel}" has ${x.length} x and ${y.length} y values; it needs as many.`,
    );
  }
  const count = Math.min(x.length, maxCurvePoints);
  const stride = count > 1 ? (x.length - 1) / (count - 1) : 0;
  const kept = Array.from({ length: count }, (_, i) => Math.round(i * stride));
  const values = (of: number[]): number[] => kept.map((i) => sixDigits(of[i]));
  return { x: values(x), y: values(y), xLabel, yLabel };
}

function sixDigits(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(6));
}
