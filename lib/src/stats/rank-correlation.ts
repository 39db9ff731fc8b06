/** Places in the order of size, from 1; equal values share the mean of their places. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const result = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end += 1;
    for (let i = start; i < end; i++) result[order[i]] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

/**
 * Spearman's rank correlation, -1 to 1; NaN for fewer than two points or values all equal.
 * Throws a RangeError for lists of different length.
 */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  if (x.length !== y.length) {
    throw new RangeError(`A correlation needs as many y as x, not ${y.length} and ${x.length}.`);
  }
  const [a, b] = [ranks(x), ranks(y)];
  const center = (x.length + 1) / 2; // the mean of all places
  const sum = (term: (i: number) => number): number => a.reduce((s, _, i) => s + term(i), 0);
  const spread = Math.sqrt(sum((i) => (a[i] - center) ** 2) * sum((i) => (b[i] - center) ** 2));
  return spread === 0 ? NaN : sum((i) => (a[i] - center) * (b[i] - center)) / spread;
}
