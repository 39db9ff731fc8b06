import { type MeanInterval, percentInterval } from '../stats';
import { gray, ink, palette, symbols, translucent } from './colors';
import type { ErrorBars, Line, Trace } from './figure';
import {
  curvePoints,
  type Group,
  hasInterval,
  heights,
  type Look,
  placed,
  type Point,
  pointsOf,
} from './series';
import type { Drawing, Mark } from './spec';

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

interface TraceOptions {
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

/** A line through points without markers. */
const through = (x: number[], y: number[], name: string, line: Line): Trace => ({
  type: 'scatter',
  mode: 'lines',
  name,
  x,
  y,
  line: { width: 2, ...line },
});

interface LineOptions extends TraceOptions {
  line?: Line;
  band?: boolean; // default: true
}

/** A line through points without markers, with a band for the interval where there is one. */
export function course(
  at: readonly Point[],
  { name, color, dash }: Look,
  { line, band: banded = true, hover, more }: LineOptions = {},
): Drawing {
  const [x, y] = [at.map((p) => p.x), at.map((p) => p.mean)];
  const drawn: Trace = {
    ...through(x, y, name, { color, ...(dash && { dash }), ...line }),
    ...(hover && { hovertemplate: hover }),
    ...more,
  };
  return raw(banded && hasInterval(at) ? [band(at, color), drawn] : [drawn], x, y);
}

/** A stored curve of shares of some runs in percent, over their mean. */
export const courseOfShares = (
  runs: Parameters<typeof curvePoints>[0],
  stored: string,
  look: Look,
  options: LineOptions = {},
): Drawing =>
  course(
    curvePoints(runs, stored, (share) => 100 * share, percentInterval),
    look,
    { hover: '%{x:.0f}<br>%{y:.1f} %', ...options },
  );

/** `steps` + 1 places from `low` to `high`, evenly spaced on a log axis. */
export const evenlyOnLog = (low: number, high: number, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, i) => low * (high / low) ** (i / steps));

/** A function at some places as a line; without `hover` it says nothing there. */
export const curve = (
  of: (x: number) => number,
  at: readonly number[],
  look: Look,
  hover?: string,
): Drawing =>
  course(
    at.map((x) => ({ x, mean: of(x), low: NaN, high: NaN })),
    look,
    hover ? { hover } : { more: { hoverinfo: 'skip' } },
  );

/** The band between `low` and `high` around a mean curve, without a legend entry. */
function band(points: readonly Point[], color: string): Trace {
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

/** A reference: a dashed gray line; without a name it is not in the legend. */
const reference = (x: number[], y: number[], name: string, line: Line): Trace => ({
  ...through(x, y, name, { color: gray, dash: 'dash', width: 1.6, ...line }),
  hoverinfo: 'skip',
  ...(name === '' && { showlegend: false }),
});

/** A level from end to end of what the other marks show, or of `ends`; the y axis shows it. */
export const rule =
  (y: number, name: string, line: Line = {}, ends?: [number, number]): Mark =>
  ({ x }) =>
    raw([reference(ends ?? x, [y, y], name, line)], [], [y]);

/** A function over the x of the other marks, or over `ends`, as a dashed line. */
export const straight =
  (of: (x: number) => number, name: string, line: Line = {}, ends?: [number, number]): Mark =>
  ({ x }) =>
    raw([reference(ends ?? x, (ends ?? x).map(of), name, line)]);

/** An entry of the legend without a line, for what several lines have in common. */
export const legend = (name: string, line: Line): Drawing =>
  raw([{ ...reference([], [], name, line), x: [null], y: [null] }]);

/** A level of each group in its color, dotted, with one entry of the legend for all. */
export const levels =
  <R>(
    name: string,
    groups: readonly Group<R>[],
    of: (group: Group<R>) => { from: number; y: number },
    line: Line = { dash: 'dot', width: 1.2 },
  ): Mark =>
  ({ x: [, end] }) =>
    together([
      legend(name, { color: gray, ...line }),
      ...groups.map((group) => {
        const { from, y } = of(group);
        return raw([reference([from, end * 1.12], [y, y], '', { color: group.color, ...line })]);
      }),
    ]);
