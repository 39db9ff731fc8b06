import {
  draw,
  type FigureSpec,
  fixed,
  linear,
  log,
  named,
  percent,
  points,
  rule,
  showing,
  shownRuns,
  tickAtEach,
  zoomed,
} from 'memorization-kit/plot';
import { describe, expect, it } from 'vitest';

interface Run {
  size: number;
  bits: number;
}
interface Paper {
  slope: number;
}
type Spec = FigureSpec<Run, Paper>;

const runs: Run[] = [
  { size: 10, bits: 30 },
  { size: 100, bits: 300 },
  { size: 1000, bits: -5 },
];
const paper = { slope: 3 };

const marker = ({ size, bits }: Run) =>
  points([{ x: size, mean: bits, low: NaN, high: NaN }], { name: String(size), color: 'red' });

/** Of the runs that memorized something: a panel each, or one for all. */
const spec = (more: Partial<Spec> = {}): Spec => ({
  title: 'Bits by size',
  of: (all) => all.filter(({ bits }) => bits > 0),
  panels: (shown) => [{ x: log('size'), y: linear('bits'), marks: shown.map(marker) }],
  ...more,
});
const split: Partial<Spec> = {
  columns: 2,
  panels: (shown) =>
    shown.map((run) => ({
      title: `size ${run.size}`,
      x: linear('x'),
      y: linear('y'),
      marks: [marker(run)],
    })),
};

describe('a figure', () => {
  it('shows the runs that it is of, and no others: they are its sources', () => {
    expect(shownRuns(spec(), runs)).toEqual(runs.slice(0, 2));
    expect(shownRuns(spec({ of: undefined }), runs)).toEqual(runs);
    const seen: Run[][] = [];
    draw(spec({ panels: (own) => (seen.push(own), spec().panels(own, paper)) }), runs, paper);
    expect(seen).toEqual([runs.slice(0, 2)]);
  });

  it('has axes over what its marks show, and what has to be shown beside them', () => {
    const { layout, data } = draw(spec(), runs, paper);
    expect(data.map(({ name }) => name)).toEqual(['10', '100']);
    const [low, high] = layout.xaxis?.range ?? [];
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(2);
    expect(layout.yaxis?.range).toEqual([0, 315]);
    expect(layout.yaxis?.title?.text).toBe('bits');
    const wider = spec({
      panels: (own) => [
        { x: log('size'), y: linear('bits'), marks: [...own.map(marker), showing([1e6], [1000])] },
      ],
    });
    expect(draw(wider, runs, paper).layout.yaxis?.range?.[1]).toBe(1050);
    expect(draw(wider, runs, paper).layout.xaxis?.range?.[1]).toBeGreaterThan(6);
  });

  it('stretches lines over the marks that stand by themselves, and makes room for both', () => {
    const level = spec({
      panels: (own, { slope }) => [
        {
          x: linear('size'),
          y: linear('bits'),
          marks: [rule(200 * slope, 'paper'), ...own.map(marker)],
        },
      ],
    });
    const { data, layout } = draw(level, runs, paper);
    expect(data[0]).toMatchObject({ name: 'paper', x: [10, 100], y: [600, 600] });
    expect(layout.yaxis?.range?.[1]).toBeGreaterThan(600);
  });

  it('can have a title and a layout that say what is shown', () => {
    const { layout } = draw(
      spec({
        title: (shown) => `${shown.length} sizes`,
        layout: (shown) => ({ height: 100 * shown.length }),
      }),
      runs,
      paper,
    );
    expect(layout.title?.text).toBe('2 sizes');
    expect(layout.height).toBe(200);
  });

  it.each([
    ['no runs', spec(), []],
    ['none of its runs', spec(), runs.slice(2)],
    ['no panels', spec({ panels: () => [] }), runs],
  ])('with %s is refused by its name, with the remedy', (_, figure, some) => {
    expect(() => draw(figure, some, paper)).toThrow(
      /figure "Bits by size" has no results to show.*npm run reproduce/,
    );
  });
});

describe('panels', () => {
  it('have axes and titles of their own, and one legend', () => {
    const { data, layout } = draw(spec(split), runs, paper);
    expect(data.map(({ xaxis, yaxis }) => [xaxis, yaxis])).toEqual([
      ['x', 'y'],
      ['x2', 'y2'],
    ]);
    expect(layout.annotations?.map(({ text }) => text)).toEqual(['size 10', 'size 100']);
    expect(layout.yaxis?.range).toEqual([0, 31.5]);
    expect(layout.yaxis2?.range).toEqual([0, 315]);
    const [left, right] = [layout.xaxis?.domain, layout.xaxis2?.domain];
    expect(left?.[1]).toBeLessThan(right?.[0] ?? 0);
  });

  it('can share the axis of heights', () => {
    const { layout } = draw(spec({ ...split, sharedY: true }), runs, paper);
    expect(layout.yaxis?.range).toEqual([0, 315]);
    expect(layout.yaxis2?.range).toEqual([0, 315]);
  });

  it('hold notes and shapes in their own coordinates', () => {
    const noted = spec({
      ...split,
      panels: (own) =>
        [split.panels!(own, paper)].flat().map((panel) => ({
          ...panel,
          notes: [{ text: 'here', x: 1, y: 2, showarrow: false }],
          shapes: [{ type: 'line' as const, x0: 1, x1: 1, y0: 0, y1: 1, yref: 'y domain' }],
        })),
    });
    const { layout } = draw(noted, runs, paper);
    const notes = layout.annotations?.filter(({ text }) => text === 'here');
    expect(notes?.map(({ xref, yref }) => [xref, yref])).toEqual([
      ['x', 'y'],
      ['x2', 'y2'],
    ]);
    expect(layout.shapes?.map(({ xref, yref }) => [xref, yref])).toEqual([
      ['x', 'y domain'],
      ['x2', 'y2 domain'],
    ]);
  });
});

describe('an axis', () => {
  it('begins at 0, or where the values do', () => {
    expect(linear('y').scale([10, 20]).range).toEqual([0, 21]);
    expect(zoomed('y').scale([10, 20]).range).toEqual([9.5, 20.5]);
    expect(linear('y', { range: [0, 7] }).scale([10, 20]).range).toEqual([0, 7]);
  });

  it('can be the same whatever is shown', () => {
    expect(percent('share').scale([500]).range).toEqual([-3, 104]);
    expect(fixed('x', { dtick: 5 }).scale([1, 2])).toEqual({ dtick: 5 });
  });

  it('has names at the places 0, 1, 2, or a tick at each value that is shown', () => {
    const { tickvals, ticktext, range } = named('arm', ['a', 'b']).scale([]);
    expect({ tickvals, ticktext, range }).toEqual({
      tickvals: [0, 1],
      ticktext: ['a', 'b'],
      range: [-0.5, 1.5],
    });
    expect(tickAtEach(log('rate')).scale([0.1, 0.3, 0.1])).toMatchObject({
      type: 'log',
      tickvals: [0.1, 0.3],
      ticktext: ['0.1', '0.3'],
    });
  });

  it('for powers refuses to show nothing above 0', () => {
    expect(() => log('x').scale([0, -1])).toThrow(/at least one value above 0/);
    expect(() => linear('x').scale([NaN])).toThrow(/at least one finite value/);
  });
});
