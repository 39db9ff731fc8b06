import { percentInterval } from '../stats';
import { ink } from './colors';
import type { Trace } from './figure';
import { dots, errorBars, nothing, together, traceAt } from './marks';
import type { Drawing } from './spec';
import { hasInterval, type Point } from './series';

const IN_PERCENT = '%{y:.1f} %';

interface BarsOptions {
  hover?: string;
  errorWidth?: number; // of the ends of the error bars
}

/** Our own bars at their places, in percent: filled, with the interval in ink. */
export const bars = (
  at: readonly Point[],
  { name, color }: { name: string; color: string },
  { hover = IN_PERCENT, errorWidth = 5 }: BarsOptions = {},
): Drawing =>
  drawn(
    at.map(({ x, mean }) => ({ x, y: mean })),
    {
      name,
      ...(hasInterval(at) && { error_y: { ...errorBars(at, ink), width: errorWidth } }),
      marker: { color },
      hovertemplate: hover,
    },
  );

/** Where the bars of one series stand at each place: which they are, of how many, `bargap` between places. */
export interface Slot {
  index: number;
  of: number;
  gap: number;
}

/** Bars of the mean over seeds with its interval, in percent, and every seed as a dot within its bar. */
export function barsOfSeeds(
  at: readonly { x: number; values: readonly number[] }[],
  look: { name: string; color: string },
  { index, of, gap }: Slot,
  options?: BarsOptions,
): Drawing {
  const fromMiddle = ((index - (of - 1) / 2) * (1 - gap)) / of;
  const points = at.map(({ x, values }) => ({ x, ...percentInterval([...values]) }));
  const seeds = at.flatMap(({ x, values }) => values.map((y) => ({ x: x + fromMiddle, y })));
  return together([bars(points, look, options), dots(seeds, { color: ink })]);
}

/** The paper's bars: hollow, so that they cannot be taken for ours. */
export const barsFromPaper = (
  at: readonly { x: number; y: number }[],
  { name, color = ink }: { name: string; color?: string },
  { hover = IN_PERCENT }: Pick<BarsOptions, 'hover'> = {},
): Drawing =>
  drawn(at, {
    name,
    marker: { color: '#ffffff', line: { color, width: 1.5 } },
    hovertemplate: hover,
  });

const drawn = (at: readonly { x: number; y: number }[], look: Partial<Trace>): Drawing =>
  at.length > 0 ? traceAt(at, { type: 'bar' }, look) : nothing;
