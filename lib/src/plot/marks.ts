import type { MeanInterval } from '../stats';
import { ink, palette, symbols } from './colors';
import type { ErrorBars, Trace } from './figure';
import {
  type Group,
  hasInterval,
  heights,
  type Look,
  placed,
  type Point,
  pointsOf,
} from './series';
import type { Drawing } from './spec';

/** Plotly's own traces, for what the grammar should not learn, and the values that axes must show. */
export const raw = (traces: Trace[], x: number[] = [], y: number[] = []): Drawing => ({
  traces,
  x,
  y,
});

export const nothing: Drawing = raw([]);

/** Values that the axes must show, without a trace. */
export const showing = (x: number[], y: number[] = []): Drawing => raw([], x, y);

/** A course of which the axis shows both ends: one that overshoots between them leaves the frame. */
export const spanned = ({ traces, x, y }: Drawing): Drawing =>
  raw(traces, x, [y[0], y[y.length - 1]]);

/** Several drawings as one. */
export const together = (drawings: readonly Drawing[]): Drawing => ({
  traces: drawings.flatMap(({ traces }) => traces),
  x: drawings.flatMap(({ x }) => x),
  y: drawings.flatMap(({ y }) => y),
});

/** A trace at some places, all of which the axes show. */
export function traceAt(
  at: readonly { x: number; y: number }[],
  kind: Pick<Trace, 'type' | 'mode' | 'name'>,
  look: Partial<Trace>,
): Drawing {
  const [x, y] = [at.map((p) => p.x), at.map((p) => p.y)];
  return raw([{ ...kind, x, y, ...look }], x, y);
}

/** Error bars from `low` to `high`; none where the interval is unknown. */
export function errorBars(points: readonly Point[], color: string): ErrorBars {
  const known = (distance: number): number | null => (Number.isFinite(distance) ? distance : null);
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

export interface TraceOptions {
  hover?: string;
  more?: Partial<Trace>;
}

interface PointsOptions extends TraceOptions {
  lines?: boolean; // joins them
  whole?: boolean; // the axis shows all of every interval; see `heights`
}

/** Our own points: filled markers, with error bars where there is an interval. */
export function points(
  at: readonly Point[],
  { name, color, index = 0, symbol = symbols[index % symbols.length], dash }: Look,
  { lines = false, whole = false, hover, more }: PointsOptions = {},
): Drawing {
  const x = at.map((p) => p.x);
  const trace: Trace = {
    type: 'scatter',
    mode: lines ? 'lines+markers' : 'markers',
    name,
    x,
    y: at.map((p) => p.mean),
    ...(hasInterval(at) && { error_y: errorBars(at, color) }),
    line: { color, width: 2, ...(dash && { dash }) },
    marker: { color, symbol, size: 9 },
    ...(hover && { hovertemplate: hover }),
    ...more,
  };
  return raw([trace], x, heights(at, whole));
}

/** Every seed as a small pale dot, behind the mean that has the legend's entry. */
export const dots = (
  at: readonly { x: number; y: number }[],
  { color }: Pick<Look, 'color'>,
): Drawing => {
  const marker = { color, symbol: 'circle', size: 5, opacity: 0.4 };
  const quiet = { showlegend: false, hoverinfo: 'skip' } as const;
  return traceAt(at, { type: 'scatter', mode: 'markers' }, { marker, ...quiet });
};

interface MeansOptions extends PointsOptions {
  average?(values: number[]): MeanInterval;
  seeds?: boolean; // every row as a dot
}

/** Mean and interval over seeds at every place, one line a group. */
export const means = <R>(
  groups: readonly Group<R>[],
  x: (row: R) => number,
  y: (row: R) => number,
  { seeds = false, ...options }: MeansOptions = {},
): Drawing =>
  together(
    groups.flatMap((group) => [
      ...(seeds ? [dots(placed(group.rows, x, y), group)] : []),
      points(pointsOf(group.rows, x, y, options.average), group, { lines: true, ...options }),
    ]),
  );

/** Rows that are places themselves, each of them a dot too. */
export const meansAt = (
  groups: readonly Group<{ x: number; y: number }>[],
  options: MeansOptions = {},
): Drawing =>
  means(
    groups,
    ({ x }) => x,
    ({ y }) => y,
    { seeds: true, ...options },
  );

/** A number of rows as a line, with the look of the next series where it does not say. */
export interface Numbered<R> extends Partial<Omit<Look, 'name'>> {
  name: string;
  of(row: R): number;
  rows?: readonly R[]; // default: those of all
}

/** Several numbers over the same places, one line each: every seed, their mean and its interval. */
export const numbers = <R>(
  rows: readonly R[],
  x: (row: R) => number,
  all: readonly Numbered<R>[],
  options: MeansOptions = {},
): Drawing[] =>
  all.map(({ of, rows: own = rows, ...look }, index) => {
    const group = { key: look.name, rows: [...own], color: palette[index], index, ...look };
    return means([group], x, of, { seeds: true, ...options });
  });

/** The paper's points: hollow and dark, so that they cannot be taken for ours. */
export function fromPaper(
  at: readonly { x: number; y: number }[],
  name: string,
  symbol = 'diamond-open',
  { hover, more }: TraceOptions = {},
): Drawing {
  if (at.length === 0) return nothing;
  const marker = { color: ink, symbol, size: 9, line: { color: ink, width: 1.3 } };
  const look = { marker, ...(hover && { hovertemplate: hover }), ...more };
  return traceAt(at, { type: 'scatter', mode: 'markers', name }, look);
}
