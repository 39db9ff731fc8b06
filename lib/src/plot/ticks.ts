import type { Axis } from './figure';

const steps: [number, string][] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
];

/** A number for a label, in at most three digits: 950, 5.62k, 338k, 1.5M; small ones as 0.05. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  // 999.6k must become 1M, not "1000k".
  const [unit, suffix] = steps.find(([unit]) => size >= unit * 0.9995) ?? [1, ''];
  const text = String(Number((value / unit).toPrecision(3)));
  return text.replace('-', '−') + suffix;
}

const MOST_TICKS = 7;
const mantissas = [[1, 2, 5], [1, 3], [1]];

/**
 * Tick values for a log axis from `low` to `high` (both > 0): 1-2-5, 1-3 or whole decades, the
 * densest of these with at most seven ticks; where decades are too many, every second, third...
 */
export function logTicks(low: number, high: number): number[] {
  if (!(low > 0 && high >= low && high < Infinity)) {
    throw new RangeError(`A log axis needs 0 < low <= high, not ${low} and ${high}.`);
  }
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const slack = 1 + 1e-9;
  const inside = (value: number) => value * slack >= low && value <= high * slack;
  for (const digits of mantissas) {
    const ticks: number[] = [];
    for (let decade = first; decade <= last; decade++) {
      for (const digit of digits) ticks.push(Number(`${digit}e${decade}`));
    }
    const shown = ticks.filter(inside);
    if (shown.length <= MOST_TICKS) return shown;
  }
  const decades = last - first + 1;
  const stride = Math.ceil(decades / MOST_TICKS);
  return Array.from({ length: decades }, (_, i) => first + i)
    .filter((decade) => decade % stride === 0)
    .map((decade) => Number(`1e${decade}`))
    .filter(inside);
}

/** The part of an axis that makes it a log axis over `values` with few, plainly labeled ticks. */
export function logScale(values: readonly number[]): Axis {
  const shown = values.filter((v) => v > 0 && v < Infinity);
  if (shown.length === 0) throw new RangeError('A log axis needs at least one value above 0.');
  const low = Math.log10(Math.min(...shown));
  const high = Math.log10(Math.max(...shown));
  const room = Math.max(0.06 * (high - low), 0.08); // so that no marker sits on the frame
  const range: [number, number] = [low - room, high + room];
  const tickvals = logTicks(10 ** range[0], 10 ** range[1]);
  return {
    type: 'log',
    range,
    tickmode: 'array',
    tickvals,
    ticktext: tickvals.map(shortNumber),
    minor: { ticks: 'outside', ticklen: 3, tickcolor: '#999999', dtick: 'D1' },
  };
}

/** The part of an axis that spans `values` linearly, with a little room; `zero`: down to 0 at least. */
export function linearScale(values: readonly number[], zero = true): Axis {
  const shown = values.filter(Number.isFinite);
  if (shown.length === 0) throw new RangeError('An axis needs at least one finite value.');
  const low = zero ? Math.min(0, ...shown) : Math.min(...shown);
  const high = zero ? Math.max(0, ...shown) : Math.max(...shown);
  const room = 0.05 * (high - low || Math.abs(high) || 1);
  const bottom = zero && low === 0 ? 0 : low - room;
  // 20k for large numbers; small ones as they are, since 50m would be read as 50 million.
  const tickformat = Math.max(Math.abs(low), high) >= 1000 ? '~s' : '';
  return { type: 'linear', range: [bottom, high + room], nticks: 7, tickformat };
}
