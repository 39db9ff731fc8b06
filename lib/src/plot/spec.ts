import type { AxisSpec } from './axes';
import type { Annotation, Layout, Shape, Trace } from './figure';

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
  /** In the coordinates of the panel; yref 'y domain' counts from its bottom to its top. */
  shapes?: Omit<Shape, 'xref'>[];
  /** In the data coordinates of the panel, or in those that they name. */
  notes?: Annotation[];
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
  /** One panel, or several. */
  panels(runs: R[], paper: P): PanelSpec | PanelSpec[];
  columns?: number; // of panels; default 1; Infinity = one row
  /** Shares of the frame between panels, for the titles and ticks of the axes. */
  gap?: { x?: number; y?: number };
  /** One y axis for all panels. */
  sharedY?: boolean;
  layout?: Partial<Layout> | ((runs: readonly R[]) => Partial<Layout>);
}

/** The runs that a figure shows: its sources. */
export const shownRuns = <R, P>(spec: FigureSpec<R, P>, runs: readonly R[]): R[] =>
  spec.of ? spec.of(runs) : [...runs];
