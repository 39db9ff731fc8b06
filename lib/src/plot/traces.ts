import { gray, ink, symbols, translucent } from './colors';
import type { ErrorBars, Line, Trace } from './figure';

/** A mean and its interval; without an interval (one seed) `low` and `high` are NaN. */
export interface Point {
  x: number;
  mean: number;
  low: number;
  high: number;
}

export interface SeriesStyle {
  name: string;
  color: string;
  index?: number; // which marker: series of one figure count up
  symbol?: string; // the marker itself, in place of that of the index
  dash?: Line['dash'];
  lines?: boolean; // joins the points
}

const known = (distance: number): number | null => (Number.isFinite(distance) ? distance : null);

/** Error bars from `low` to `high`; none where the interval is unknown. */
export function errorBars(points: readonly Point[], color: string): ErrorBars {
  return {
    type: 'data',
    symmetric: false,
    array: points.map((p) => known(p.high - p.mean)),
    arrayminus: points.map((p) => known(p.mean - p.low)),
    color,
    thickness: 1.5,
    width: 5,
  };
}

/** Whether any of the points has an interval, that is, more than one seed. */
export const hasInterval = (points: readonly Point[]): boolean =>
  points.some((p) => Number.isFinite(p.low) && Number.isFinite(p.high));

/** The heights that an axis should show: means and intervals, but no interval far below its mean. */
export function heights(points: readonly Point[]): number[] {
  return points
    .flatMap((p) => [p.mean, p.high, Math.max(p.low, p.mean / 2)])
    .filter((height) => Number.isFinite(height));
}

/** Our own points: filled markers, with error bars where there are seeds. */
export function ourSeries(points: readonly Point[], style: SeriesStyle): Trace {
  const { name, color, index = 0, dash, lines = false } = style;
  const symbol = style.symbol ?? symbols[index % symbols.length];
  return {
    type: 'scatter',
    mode: lines ? 'lines+markers' : 'markers',
    name,
    x: points.map((p) => p.x),
    y: points.map((p) => p.mean),
    ...(hasInterval(points) ? { error_y: errorBars(points, color) } : {}),
    line: { color, width: 2, ...(dash && { dash }) },
    marker: { color, symbol, size: 9 },
  };
}

/** The paper's points: hollow and dark gray, so that they cannot be taken for ours. */
export function paperPoints(
  points: readonly { x: number; y: number }[],
  name: string,
  symbol = 'diamond-open',
): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    x: points.map((p) => p.x),
    y: points.map((p) => p.y),
    marker: { color: ink, symbol, size: 9, line: { color: ink, width: 1.3 } },
  };
}

/** A curve without markers. */
export function curve(x: number[], y: (number | null)[], name: string, line: Line): Trace {
  return { type: 'scatter', mode: 'lines', name, x, y, line: { width: 2, ...line } };
}

/** A reference: a dashed gray line through the given points, named in the legend. */
export function referenceLine(x: number[], y: number[], name: string, line: Line = {}): Trace {
  const style: Line = { color: gray, dash: 'dash', width: 1.6, ...line };
  return { ...curve(x, y, name, style), hoverinfo: 'skip' };
}

/** An entry of the legend without a line, for what several lines of a figure have in common. */
export function legendOnly(name: string, line: Line): Trace {
  return { ...referenceLine([], [], name, line), x: [null], y: [null] };
}

/** The line y = x from `low` to `high`. */
export function diagonal(low: number, high: number, name: string): Trace {
  return referenceLine([low, high], [low, high], name);
}

/** The band between `low` and `high` around a mean curve, without a legend entry. */
export function band(points: readonly Point[], color: string): Trace {
  const shown = points.filter((p) => Number.isFinite(p.low) && Number.isFinite(p.high));
  const back = [...shown].reverse();
  return {
    type: 'scatter',
    mode: 'lines',
    x: [...shown, ...back].map((p) => p.x),
    y: [...shown.map((p) => p.high), ...back.map((p) => p.low)],
    line: { width: 0, color },
    fill: 'toself',
    fillcolor: translucent(color, 0.18),
    hoverinfo: 'skip',
    showlegend: false,
  };
}
