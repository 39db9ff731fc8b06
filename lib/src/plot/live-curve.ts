import { linear } from './axes';
import { palette } from './colors';
import { draw } from './draw';
import type { Figure } from './figure';
import { course, rule } from './lines';
import { showing } from './marks';

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
  const runs = [options, ...more];
  const end = options.totalSteps ?? Math.max(1, ...runs.flatMap(({ steps }) => steps));
  const levels = references.map(({ value, name }, i) =>
    rule(value, name, { dash: i % 2 === 0 ? 'dash' : 'dot' }, [0, end]),
  );
  const curves = runs.map(({ steps, values, name = 'this run' }, i) => {
    const at = steps.map((x, step) => ({ x, mean: values[step], low: NaN, high: NaN }));
    return course(at, { name, color: palette[i % palette.length] });
  });
  const x = linear(xTitle, { range: [0, end * 1.01] });
  const marks = [showing([0, end], [0]), ...levels, ...curves];
  const showlegend = references.length + more.length > 0;
  return draw(
    {
      title,
      panels: () => [{ x, y: linear(yTitle), marks }],
      layout: { width: 600, height: 320, showlegend },
    },
    runs,
    null,
  );
}
