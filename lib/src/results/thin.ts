import type { Curve } from '../findings/finding';

/** What a figure can show: a curve of more points is thinned to this many. */
export const maxCurvePoints = 200;

/**
 * A curve small enough to commit: at most `maxCurvePoints` points, evenly spaced in index with the
 * first and the last kept, at six significant digits (whole numbers, such as steps, stay exact).
 * Throws a RangeError when x and y differ in length.
 */
export function thinCurve(curve: Curve): Curve {
  const { x, y } = curve;
  if (x.length !== y.length) {
    throw new RangeError(
      `The curve "${curve.yLabel}" has ${x.length} x and ${y.length} y values; it needs as many.`,
    );
  }
  const kept = keptIndices(x.length);
  return {
    x: kept.map((i) => sixDigits(x[i])),
    y: kept.map((i) => sixDigits(y[i])),
    xLabel: curve.xLabel,
    yLabel: curve.yLabel,
  };
}

function keptIndices(length: number): number[] {
  const count = Math.min(length, maxCurvePoints);
  const stride = count > 1 ? (length - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => Math.round(i * stride));
}

function sixDigits(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(6));
}
