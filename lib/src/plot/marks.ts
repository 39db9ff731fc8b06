import { byKey } from '../base';
import { type MeanInterval, meanInterval } from '../stats';
import { gray, orderedColors, palette } from './colors';
import type { Drawing, Extent, Mark } from './draw';
import type { Line, Trace } from './figure';
import {
  band,
  curve,
  hasInterval,
  heights,
  legendOnly,
  ourSeries,
  paperPoints,
  type Point,
  referenceLine,
  type SeriesStyle,
} from './traces';

/** How a line or a kind of marker looks, and what it is called in the legend. */
type Look = Pick<SeriesStyle, 'name' | 'color' | 'index' | 'symbol' | 'dash'>;

/** The rows of one line or one kind of marker. */
export interface Group<R, K = unknown> extends Look {
  key: K;
  rows: R[];
  index: number; // which marker
}

export interface SeriesOptions<K> {
  name(key: K): string;
  /** Which groups, in their order; default: all, numbers from the smallest up. */
  keys?: readonly K[];
  look?(key: K): Partial<Look>;
  /** Numbers from dark to light, in the legend from the largest down. */
  ordered?: boolean;
  /** Where in the palette and among the markers they begin. */
  first?: number;
}

/** Rows that belong together, with the look of each group. */
export function series<R, K extends number | string>(
  rows: readonly R[],
  key: (row: R) => K,
  { name, keys, look, ordered = false, first = 0 }: SeriesOptions<K>,
): Group<R, K>[] {
  const groups = [...byKey(rows, key)].filter(([value]) => keys?.includes(value) ?? true);
  if (keys) groups.sort(([a], [b]) => keys.indexOf(a) - keys.indexOf(b));
  else if (groups.every(([value]) => typeof value === 'number')) {
    groups.sort(([a], [b]) => Number(a) - Number(b));
  }
  const ramp = orderedColors(groups.length);
  const made = groups.map(([value, own], i) => ({
    key: value,
    rows: own,
    name: name(value),
    index: i + first,
    color: ordered ? ramp[i] : palette[(i + first) % palette.length],
    ...look?.(value),
  }));
  return ordered ? made.reverse() : made;
}

/** Mean and interval over the rows at each place, in the order of the places. */
export function pointsOf<R>(
  rows: readonly R[],
  x: (row: R) => number,
  y: (row: R) => number,
  average: (values: number[]) => MeanInterval = meanInterval,
): Point[] {
  return [...byKey(rows, x)]
    .map(([at, same]) => ({ x: at, ...average(same.map(y)) }))
    .sort((a, b) => a.x - b.x);
}

interface PointsOptions {
  lines?: boolean; // joins them
  hover?: string;
  more?: Partial<Trace>;
}

/** Our own points: filled markers, with error bars where there is an interval. */
export function points(
  at: readonly Point[],
  { name, color, index, symbol, dash }: Look,
  { lines, hover, more = {} }: PointsOptions = {},
): Drawing {
  const trace: Trace = {
    ...ourSeries(at, { name, color, index, symbol, dash, lines }),
    ...(hover && { hovertemplate: hover }),
    ...more,
  };
  return { traces: [trace], x: at.map((p) => p.x), y: heights(at) };
}

/** Several drawings as one. */
export const together = (drawings: readonly Drawing[]): Drawing => ({
  traces: drawings.flatMap(({ traces }) => traces),
  x: drawings.flatMap(({ x }) => x),
  y: drawings.flatMap(({ y }) => y),
});

/** Mean and interval over seeds at every place, one line a group. */
export function means<R>(
  groups: readonly Group<R>[],
  x: (row: R) => number,
  y: (row: R) => number,
  options: PointsOptions & { average?(values: number[]): MeanInterval } = {},
): Drawing {
  return together(
    groups.map((group) =>
      points(pointsOf(group.rows, x, y, options.average), group, { lines: true, ...options }),
    ),
  );
}

interface WithCurves {
  curves: Record<string, { x: number[]; y: number[] }>;
}

/**
 * A stored curve of runs: mean and interval at the places that all of them have. Throws naming the
 * curve where a run lacks it.
 */
export function curvePoints<R extends WithCurves>(
  runs: readonly R[],
  name: string,
  y: (value: number, run: R) => number = (value) => value,
): Point[] {
  const all = runs.flatMap((run) => {
    if (!Object.hasOwn(run.curves, name)) {
      throw new Error(`The figure needs runs with a curve "${name}".`);
    }
    const { x, y: values } = run.curves[name];
    return x.map((at, i) => ({ at, y: y(values[i], run) }));
  });
  return [...byKey(all, ({ at }) => at)]
    .filter(([, same]) => same.length === runs.length)
    .map(([x, same]) => ({ x, ...meanInterval(same.map((point) => point.y)) }))
    .sort((a, b) => a.x - b.x);
}

interface LineOptions {
  line?: Line;
  band?: boolean; // default: true
  hover?: string;
  more?: Partial<Trace>;
}

/** A line through points without markers, with a band for the interval where there is one. */
export function course(
  at: readonly Point[],
  { name, color, dash }: Look,
  { line = {}, band: banded = true, hover, more = {} }: LineOptions = {},
): Drawing {
  const x = at.map((p) => p.x);
  const y = at.map((p) => p.mean);
  const drawn: Trace = {
    ...curve(x, y, name, { color, ...(dash && { dash }), ...line }),
    ...(hover && { hovertemplate: hover }),
    ...more,
  };
  return { traces: banded && hasInterval(at) ? [band(at, color), drawn] : [drawn], x, y };
}

/** The paper's points: hollow, so that they cannot be taken for ours. */
export function fromPaper(
  at: readonly { x: number; y: number }[],
  name: string,
  symbol?: string,
): Drawing {
  if (at.length === 0) return nothing;
  return {
    traces: [paperPoints(at, name, symbol)],
    x: at.map((p) => p.x),
    y: at.map((p) => p.y),
  };
}

export const nothing: Drawing = { traces: [], x: [], y: [] };

/** Plotly's own traces, for what the grammar should not learn, and the values that axes must show. */
export const raw = (traces: Trace[], x: number[] = [], y: number[] = []): Drawing => ({
  traces,
  x,
  y,
});

/** Values that the axes must show, without a trace. */
export const showing = (x: number[], y: number[] = []): Drawing => raw([], x, y);

/** A level across the panel, from its least to its greatest x; the y axis shows it. */
export const rule =
  (y: number, name: string, line: Line = {}): Mark =>
  ({ x }) =>
    raw([{ ...referenceLine(x, [y, y], name, line), ...(name === '' && unnamed) }], [], [y]);

const unnamed = { showlegend: false };

/** A function over the x of the other marks, as a dashed line. */
export const straight =
  (of: (x: number) => number, name: string, line: Line = {}): Mark =>
  ({ x }) =>
    raw([referenceLine(x, x.map(of), name, line)]);

/** A level of each group in its color, dotted, with one entry of the legend for all. */
export const levels =
  <R>(
    name: string,
    groups: readonly Group<R>[],
    of: (group: Group<R>) => { from: number; y: number },
    line: Line = { dash: 'dot', width: 1.2 },
  ): Mark =>
  ({ x }: Extent) =>
    raw([
      legendOnly(name, { color: gray, ...line }),
      ...groups.map((group): Trace => {
        const { from, y } = of(group);
        const style = { color: group.color, ...line };
        return { ...referenceLine([from, x[1] * 1.12], [y, y], '', style), ...unnamed };
      }),
    ]);

/** An entry of the legend without a line, for what several lines have in common. */
export const legend = (name: string, line: Line): Drawing => raw([legendOnly(name, line)]);
