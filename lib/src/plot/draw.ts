import type { AxisSpec } from './axes';
import type { Annotation, Figure, Layout, Shape, Trace } from './figure';
import { type Panel, panelFigure } from './panels';
import { themed } from './theme';

/** What a mark adds to a panel: traces, and the values that the axes have to show. */
export interface Drawing {
  traces: Trace[];
  x: number[];
  y: number[];
}

/** The least and the most that the other marks of a panel show. */
export interface Extent {
  x: [number, number];
  y: [number, number];
}

/** A drawing, or one that depends on what the others show, such as a line across the panel. */
export type Mark = Drawing | ((extent: Extent) => Drawing);

export interface PanelSpec {
  title?: string;
  x: AxisSpec;
  y: AxisSpec;
  /** From back to front. */
  marks: Mark[];
  /** In the coordinates of the panel; yref 'domain' counts from its bottom to its top. */
  shapes?: Omit<Shape, 'xref'>[];
  notes?: Omit<Annotation, 'xref' | 'yref'>[];
}

/**
 * A figure as a function of runs: `of` says which, once, for the drawing and for its sources.
 * `P`: the tables of the papers; those that `panels` reads are sources too.
 */
export interface FigureSpec<R, P = never> {
  title: string | ((runs: readonly R[]) => string);
  /** The runs that it shows; default: all. */
  of?(runs: readonly R[]): R[];
  /** Only where there are such runs, without an error where there are none. */
  optional?: boolean;
  panels(runs: R[], paper: P): PanelSpec[];
  columns?: number; // of panels; default 1; Infinity = one row
  gap?: { x?: number; y?: number };
  /** One y axis for all panels. */
  sharedY?: boolean;
  layout?: Partial<Layout> | ((runs: readonly R[]) => Partial<Layout>);
}

/** The runs that a figure shows: its sources. */
export const shownRuns = <R, P>(spec: FigureSpec<R, P>, runs: readonly R[]): R[] =>
  spec.of ? spec.of(runs) : [...runs];

function extentOf(drawings: readonly Drawing[]): Extent {
  const ends = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const [x, y] = [drawings.flatMap((d) => d.x), drawings.flatMap((d) => d.y)];
  return { x: ends(x), y: ends(y) };
}

interface Drawn {
  panel: Panel;
  y: number[];
}

function drawPanel({ title = '', x, y, marks, shapes, notes }: PanelSpec): Drawn {
  const extent = extentOf(marks.filter((mark) => typeof mark !== 'function'));
  const drawings = marks.map((mark) => (typeof mark === 'function' ? mark(extent) : mark));
  const heights = drawings.flatMap((drawing) => drawing.y);
  const panel = {
    title,
    data: drawings.flatMap(({ traces }) => traces),
    xTitle: x.title,
    yTitle: y.title,
    xaxis: x.scale(drawings.flatMap((drawing) => drawing.x)),
    yaxis: y.scale(heights),
    shapes,
    notes,
  };
  return { panel, y: heights };
}

/** The figure of some runs. Throws, naming it and the remedy, where there is nothing to draw. */
export function draw<R, P>(spec: FigureSpec<R, P>, all: readonly R[], paper: P): Figure {
  const { columns = 1, gap, sharedY = false } = spec;
  const runs = shownRuns(spec, all);
  const title = typeof spec.title === 'function' && runs.length > 0 ? spec.title(runs) : spec.title;
  if (runs.length === 0) throw nothingToDraw(String(title));
  const specs = spec.panels(runs, paper);
  if (specs.length === 0) throw nothingToDraw(String(title));
  const drawn = specs.map(drawPanel);
  const layout = typeof spec.layout === 'function' ? spec.layout(runs) : spec.layout;
  if (drawn.length === 1 && specs[0].title === undefined) {
    const [{ panel }] = drawn;
    const { data, xTitle = '', yTitle = '', xaxis, yaxis, notes = [] } = panel;
    const annotations = notes.map((note) => ({ xref: 'x', yref: 'y', ...note }));
    return themed(
      data,
      { title: String(title), xTitle, yTitle, xaxis, yaxis },
      { ...(annotations.length > 0 && { annotations }), ...layout },
    );
  }
  const all_y = sharedY ? specs[0].y.scale(drawn.flatMap(({ y }) => y)) : null;
  const panels = drawn.map(({ panel }) => ({
    ...panel,
    xTitle: panel.xTitle || undefined,
    yTitle: panel.yTitle || undefined,
    ...(all_y && { yaxis: all_y }),
  }));
  const across = Math.min(columns, panels.length);
  return panelFigure(panels, { title: String(title), columns: across, gap, layout });
}

function nothingToDraw(figure: string): Error {
  return new Error(
    `The figure "${figure}" has no results to show. Train them with "npm run reproduce", or name a ` +
      'profile that has results in data/.',
  );
}
