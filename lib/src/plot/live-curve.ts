import { palette } from './colors';
import type { Figure } from './figure';
import { themed } from './theme';
import { linearScale } from './ticks';
import { curve, referenceLine } from './traces';

export interface LiveSeries {
  steps: number[];
  values: number[];
  name?: string; // for the legend
}

export interface LiveCurveOptions extends LiveSeries {
  more?: LiveSeries[]; // further curves, to compare with
  title: string;
  yTitle: string; // with its unit: 'memorized (bits)'
  xTitle?: string; // default 'training step'
  totalSteps?: number; // keeps the axis still while the run goes on
  references?: { value: number; name: string }[]; // levels to compare with, as dashed lines
}

/**
 * The small figure that follows a run: its curve, those of runs before it, and the levels that they
 * are to be compared with. Draws an empty frame as long as there are no values.
 */
export function liveCurve(options: LiveCurveOptions): Figure {
  const { title, yTitle, xTitle = 'training step', references = [], more = [] } = options;
  const series = [options, ...more];
  const end = options.totalSteps ?? Math.max(1, ...series.flatMap(({ steps }) => steps));
  const levels = references.map(({ value, name }, i) =>
    referenceLine([0, end], [value, value], name, { dash: i % 2 === 0 ? 'dash' : 'dot' }),
  );
  const lines = series.map(({ steps, values, name = 'this run' }, i) =>
    curve(steps, values, name, { color: palette[i % palette.length] }),
  );
  const levelValues = references.map((level) => level.value);
  return themed(
    [...levels, ...lines],
    {
      title,
      xTitle,
      yTitle,
      xaxis: { ...linearScale([0, end]), range: [0, end * 1.01] },
      yaxis: linearScale([...series.flatMap(({ values }) => values), ...levelValues, 0]),
    },
    { width: 600, height: 320, showlegend: references.length + more.length > 0 },
  );
}
