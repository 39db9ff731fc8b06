import type * as plotly from 'plotly.js';

/*
 * A figure as plain data, in the words of plotly.js: it can be stored, compared and sent. Types only;
 * plotly.js itself is loaded where a figure is drawn.
 */

/** What the kit's traces have of it, where plotly.js would take more. */
interface TraceData {
  x?: (number | string | null)[]; // null is a gap
  y?: (number | string | null)[];
  z?: (number | null)[][]; // [row][column]
  text?: string[] | string[][]; // of a heat map: [row][column]
  colorscale?: [at: number, color: string][];
  marker?: Marker;
  error_x?: ErrorBars;
  error_y?: ErrorBars;
}

export type Trace = Partial<Omit<plotly.PlotData, keyof TraceData>> & TraceData;

export type Line = Partial<plotly.ScatterLine>;
export type Marker = Partial<plotly.PlotMarker>;
/** Distances from the point, in units of the axis; `array` upwards and `arrayminus` downwards. */
export type ErrorBars = Extract<plotly.ErrorBar, { type: 'data' }>;

/** `range` and `tickvals` of a log axis: the range is in powers of ten, the ticks are values. */
export type Axis = Partial<plotly.LayoutAxis>;
export type Annotation = Partial<plotly.Annotations>;
/** `xref: 'x2'` counts in data, `yref: 'y2 domain'` from 0 (bottom) to 1. */
export type Shape = Partial<plotly.Shape>;
export type Legend = Partial<plotly.Legend> & {
  entrywidth?: number;
  entrywidthmode?: 'pixels' | 'fraction';
};

export type Layout = Partial<Omit<plotly.Layout, 'legend'>> & { legend?: Legend };

export interface Figure {
  data: Trace[];
  layout: Layout;
}
