import { ink } from './colors';
import type { Drawing } from './spec';
import type { Trace } from './figure';
import { errorBars, nothing } from './marks';
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

function drawn(at: readonly { x: number; y: number }[], look: Partial<Trace>): Drawing {
  if (at.length === 0) return nothing;
  const [x, y] = [at.map((bar) => bar.x), at.map((bar) => bar.y)];
  return { traces: [{ type: 'bar', x, y, ...look }], x, y };
}
