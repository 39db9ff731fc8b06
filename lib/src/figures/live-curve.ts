import { palette } from './colors';
import type { Figure } from './figure';
import { themed } from './theme';
import { linearScale } from './ticks';
import { curve, referenceLine } from './traces';

export interface LiveCurveOptions {
  steps: number[];
  values: number[];
  title: string;
  yTitle: string; // with its unit: 'memorized (bits)'
  xTitle?: string; // default 'training step'
  name?: string; // of the curve, for the legend
  totalSteps?: number; // keeps the axis still while the run goes on
  references?: { value: number; name: string }[]; // levels to compare with, as dashed lines
}

/**
 * The small figure that follows a run: one curve, and the levels that it is to be compared with.
 * Draws an empty frame as long as there are no values.
 */
export function liveCurve(options: LiveCurveOptions): Figure {
  const { steps, values, title, yTitle, xTitle = 'training step', references = [] } = options;
  const end = options.totalSteps ?? Math.max(1, ...steps);
  const levels = references.map(({ value, name }, i) =>
    referenceLine([0, end], [value, value], name, { dash: i % 2 === 0 ? 'dash' : 'dot' }),
  );
  const line = curve(steps, values, options.name ?? 'this run', { color: palette[0] });
  return themed(
    [...levels, line],
    {
      title,
      xTitle,
      yTitle,
      xaxis: { ...linearScale([0, end]), range: [0, end * 1.01] },
      yaxis: linearScale([...values, ...references.map((level) => level.value), 0]),
    },
    { width: 600, height: 320, showlegend: references.length > 0 },
  );
}
