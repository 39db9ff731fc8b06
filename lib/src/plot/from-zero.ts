import { type AxisSpec, fixed, log } from './axes';
import type { Point } from './series';

/*
 * Axes for powers that also have a place for 0.
 */

/** Where 0 stands on the axis `logFromZero`: half a step before 1. */
export const LOG_ZERO = 0.5;

/** Points where they stand on that axis. */
export const fromZero = (points: readonly Point[]): Point[] =>
  points.map((point) => ({ ...point, x: point.x || LOG_ZERO }));

/** A log axis of counts, of which those at `LOG_ZERO` are called 0. */
export const logFromZero = (title: string): AxisSpec => ({
  title,
  scale(values) {
    const last = Math.max(...values);
    const ticks = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000].filter((tick) => tick <= last);
    const ticktext = ['0', ...ticks.map(String)];
    return log(title, { tickvals: [LOG_ZERO, ...ticks], ticktext, minor: undefined }).scale(values);
  },
});

/** Where a count stands on the axis `doublings`. */
export const doublingsOf = (count: number): number => Math.log2(count + 1);

/** An axis from 0 to `last` that gives each doubling of counts the same room. */
export function doublings(title: string, last: number): AxisSpec {
  const ticks = [0, 1, 2, 3, 4, 6, 8, 16, 32, 64, 128, 256, 512].filter((tick) => tick <= last);
  return fixed(title, {
    type: 'linear',
    range: [-0.2, doublingsOf(last) + 0.2],
    tickmode: 'array',
    tickvals: ticks.map(doublingsOf),
    ticktext: ticks.map(String),
  });
}
