import { meanInterval } from 'memorization-kit/stats';
import {
  course,
  curvePoints,
  type Drawing,
  fromPaper,
  levels,
  means,
  type Mark,
  nothing,
  numbers,
  orderedColors,
  palette,
  points,
  pointsOf,
  rule,
  series,
  showing,
  straight,
  symbols,
  withoutPeaks,
} from 'memorization-kit/plot';
import { describe, expect, it } from 'vitest';

interface Row {
  size: number;
  arm: string;
  data: number;
  bits: number;
}
const row = (size: number, arm: string, data: number, bits: number): Row => ({
  size,
  arm,
  data,
  bits,
});
const rows = [
  row(20, 'slow', 2, 5),
  row(10, 'fast', 1, 1),
  row(20, 'slow', 1, 3),
  row(10, 'fast', 1, 2),
];
const bySize = (ordered = false) =>
  series(rows, ({ size }) => size, { name: (size) => `size ${size}`, ordered });

/** What a mark draws between 0 and 10. */
const within = (mark: Mark): Drawing =>
  typeof mark === 'function' ? mark({ x: [0, 10], y: [0, 1] }) : mark;

describe('series', () => {
  it('are numbers in their order, each with its color and its marker', () => {
    const groups = bySize();
    expect(groups.map(({ key, name }) => [key, name])).toEqual([
      [10, 'size 10'],
      [20, 'size 20'],
    ]);
    expect(groups.map(({ color }) => color)).toEqual(palette.slice(0, 2));
    expect(groups.map(({ index }) => index)).toEqual([0, 1]);
    expect(groups[1].rows).toEqual([rows[0], rows[2]]);
  });

  it('with an order go from dark to light, the largest first in the legend', () => {
    const groups = bySize(true);
    expect(groups.map(({ key }) => key)).toEqual([20, 10]);
    expect(groups.map(({ color }) => color)).toEqual(orderedColors(2).reverse());
  });

  it('of words stand as they come, or are those asked for with the look asked for', () => {
    const arm = ({ arm }: Row): string => arm;
    expect(series(rows, arm, { name: String }).map(({ key }) => key)).toEqual(['slow', 'fast']);
    const look = (key: string) => ({ color: 'black', dash: 'dot' as const, symbol: key });
    const keys = ['none', 'fast', 'slow'];
    const chosen = series(rows, arm, { name: String, keys, look });
    expect(chosen.map(({ key }) => key)).toEqual(['fast', 'slow']);
    expect(chosen[0]).toMatchObject({ color: 'black', symbol: 'fast', dash: 'dot' });
    expect(series(rows, arm, { name: String, keys: ['fast'] })).toHaveLength(1);
  });
});

describe('points', () => {
  it('are means and intervals at each place, in its order', () => {
    const at = pointsOf(
      rows,
      ({ data }) => data,
      ({ bits }) => bits,
    );
    expect(at.map(({ x }) => x)).toEqual([1, 2]);
    expect(at[0]).toEqual({ x: 1, ...meanInterval([1, 3, 2]) });
    expect(at[1]).toMatchObject({ mean: 5, low: NaN });
  });

  it('have bars where there is an interval, and none where there is none', () => {
    const at = [
      { x: 1, mean: 2, low: 1.5, high: 3 },
      { x: 2, mean: 2, low: NaN, high: NaN },
    ];
    const [trace] = points(at, { name: 'ours', color: 'red', index: 2 }).traces;
    expect(trace.error_y).toMatchObject({ array: [1, null], arrayminus: [0.5, null] });
    expect(trace).toMatchObject({ mode: 'markers', marker: { symbol: symbols[2], color: 'red' } });
    expect(points([at[1]], { name: '', color: '' }).traces[0].error_y).toBeUndefined();
  });

  it('show on the axis their intervals, but not one far below its mean', () => {
    const { x, y } = points([{ x: 3, mean: 10, low: -90, high: 12 }], { name: '', color: '' });
    expect([x, y]).toEqual([[3], [10, 12, 5]]);
  });

  it('take the look of their group', () => {
    const look = { name: 'a', color: 'red', symbol: 'star', dash: 'dot' as const };
    const [trace] = points([], look, { lines: true, hover: 'h' }).traces;
    expect(trace).toMatchObject({
      mode: 'lines+markers',
      line: { dash: 'dot' },
      hovertemplate: 'h',
    });
    expect(trace.marker?.symbol).toBe('star');
  });

  it('of several groups are one drawing, a line a group', () => {
    const { traces, x } = means(
      bySize(),
      ({ data }) => data,
      ({ bits }) => bits,
    );
    expect(traces.map(({ name, y }) => [name, y])).toEqual([
      ['size 10', [1.5]],
      ['size 20', [3, 5]],
    ]);
    expect(x).toEqual([1, 1, 2]);
  });

  it('of a paper are hollow and cannot be taken for ours; none of none', () => {
    const [trace] = fromPaper([{ x: 1, y: 2 }], 'paper').traces;
    expect(trace.marker?.symbol).toMatch(/-open$/);
    expect(fromPaper([], 'paper')).toBe(nothing);
  });
});

describe('several numbers', () => {
  it('are a line each over the same places, of their own rows where they have some', () => {
    const drawn = numbers(rows, ({ data }) => data, [
      { name: 'bits', of: ({ bits }) => bits },
      { name: 'of the slow', of: ({ bits }) => -bits, rows: rows.slice(0, 1), symbol: 'x' },
    ]);
    const lines = drawn.map(({ traces }) => traces[traces.length - 1]);
    expect(lines.map(({ name }) => name)).toEqual(['bits', 'of the slow']);
    expect(lines[0].x).toEqual([1, 2]);
    expect(lines[1]).toMatchObject({ x: [2], y: [-5], marker: { symbol: 'x' } });
    expect(lines[0].line?.color).not.toBe(lines[1].line?.color);
    expect(drawn[0].traces[0].x).toHaveLength(rows.length); // every row as a dot
  });
});

describe('curves', () => {
  const run = (y: number[], factor = 1) => ({
    factor,
    curves: { loss: { x: [0, 5, 9].slice(0, y.length), y } },
  });

  it('are averaged at the places that all runs have', () => {
    const at = curvePoints([run([1, 2, 3]), run([3, 4])], 'loss');
    expect(at.map(({ x, mean }) => [x, mean])).toEqual([
      [0, 2],
      [5, 3],
    ]);
    const scaled = curvePoints(
      [run([1], 10), run([3], 2)],
      'loss',
      (value, { factor }) => value * factor,
    );
    expect(scaled[0].mean).toBe(8);
  });

  it('that a run lacks are missed by name', () => {
    expect(() => curvePoints([run([1]), { factor: 1, curves: {} }], 'loss')).toThrow(
      'The figure needs runs with a curve "loss".',
    );
  });

  it('have a band around them where there is an interval, unless they are to have none', () => {
    const at = [
      { x: 0, mean: 1, low: 0, high: 2 },
      { x: 1, mean: 3, low: 2, high: 4 },
    ];
    const look = { name: 'a', color: '#ff0000' };
    const [band, line] = course(at, look).traces;
    expect(band).toMatchObject({ fill: 'toself', x: [0, 1, 1, 0], y: [2, 4, 2, 0] });
    expect(line).toMatchObject({ mode: 'lines', y: [1, 3] });
    expect(course(at, look, { band: false }).traces).toHaveLength(1);
    expect(course([{ ...at[0], low: NaN, high: NaN }], look).traces).toHaveLength(1);
  });
});

describe('lines across a panel', () => {
  it('reach from end to end of what the others show', () => {
    expect(within(rule(3, 'level')).traces[0]).toMatchObject({ x: [0, 10], y: [3, 3] });
    expect(within(rule(3, 'level')).y).toEqual([3]); // the axis shows it
    expect(within(straight((x) => 2 * x, 'twice')).traces[0]).toMatchObject({
      x: [0, 10],
      y: [0, 20],
    });
    expect(within(straight((x) => 2 * x, 'twice')).y).toEqual([]); // and leaves the frame
  });

  it('without a name are not in the legend', () => {
    expect(within(rule(1, '')).traces[0].showlegend).toBe(false);
    expect(within(rule(1, 'a')).traces[0].showlegend).toBeUndefined();
  });

  it('at a level of each group begin where it says, with one entry for all', () => {
    const { traces } = within(
      levels('capacity', bySize(), ({ rows: [{ size }] }) => ({ from: 4, y: size })),
    );
    expect(traces.map(({ name, y }) => [name, y?.[0]])).toEqual([
      ['capacity', null],
      ['', 10],
      ['', 20],
    ]);
    expect(traces[1].x?.[0]).toBe(4);
    expect(Number(traces[1].x?.[1])).toBeGreaterThan(10);
    expect(traces[2].line?.color).toBe(bySize()[1].color);
  });
});

describe('what axes have to show', () => {
  it('needs no trace', () => {
    expect(showing([1], [2])).toEqual({ traces: [], x: [1], y: [2] });
  });
});

describe('points without peaks', () => {
  const at = (means: number[]) => means.map((mean, x) => ({ x, mean, low: NaN, high: NaN }));
  const meansOf = (values: number[]) => withoutPeaks(at(values)).map(({ mean }) => mean);

  it('lose a peak of one point, whichever way it goes, and keep what rises or falls', () => {
    expect(meansOf([5, 4, 3, 99, 2, 1, -99, 0])).toEqual([5, 4, 4, 3, 2, 1, 0, 0]);
    expect(meansOf([1, 2, 4, 8, 8, 3, 2])).toEqual([1, 2, 4, 8, 8, 3, 2]);
    expect(meansOf([1, 9])).toEqual([1, 9]);
  });
});
