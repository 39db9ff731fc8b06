const TOLERANCE = 1e-9; // of a number, relative: sums in another order

/**
 * Where two values of JSON differ, as paths with both values: '.data[0].x[3]: 1 -> 2'. Numbers are
 * the same within a relative 1e-9; a key that is missing is the same as one that is undefined.
 */
export function valueDifferences(before: unknown, after: unknown, at = ''): string[] {
  if (typeof before === 'number' && typeof after === 'number') {
    const near = Math.abs(before - after) <= TOLERANCE * Math.max(1, Math.abs(before));
    return near ? [] : [`${at}: ${before} -> ${after}`];
  }
  if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => {
      const place = Array.isArray(before) ? `[${key}]` : `.${key}`;
      return valueDifferences(before[key], after[key], at + place);
    });
  }
  return before === after ? [] : [`${at}: ${shown(before)} -> ${shown(after)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);
