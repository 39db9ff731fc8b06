import { percentInterval } from '../stats';
import { gray, translucent } from './colors';
import type { Line, Trace } from './figure';
import { raw, together, type TraceOptions } from './marks';
import { curvePoints, type Group, hasInterval, type Look, type Point } from './series';
import type { Drawing, Mark } from './spec';

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
