import { ink } from './colors';
import type { Annotation, Axis, Figure, Layout, Legend, Line, Shape, Trace } from './figure';
import { themed } from './theme';

/** One plot of a figure that has several. */
export interface Panel {
  title: string;
  data: Trace[];
  xTitle?: string;
  yTitle?: string;
  xaxis?: Axis;
  yaxis?: Axis;
  shapes?: Omit<Shape, 'xref'>[]; // in the panel's own coordinates; yref 'domain' for its height
  notes?: Omit<Annotation, 'xref' | 'yref'>[]; // in the panel's data coordinates
}

export interface PanelOptions {
  title: string;
  columns: number;
  /** Shares of the frame between panels, for the titles and ticks of the axes. */
  gap?: { x?: number; y?: number };
  layout?: Partial<Layout>;
}

/** A vertical line through a panel, among its shapes. */
export const verticalLine = (x: number, line: Line): Omit<Shape, 'xref'> => ({
  type: 'line',
  x0: x,
  x1: x,
  y0: 0,
  y1: 1,
  yref: 'domain',
  line,
});

/** Panels side by side need the whole width: their legend stands under them, at that y of the paper. */
export const legendBelow = (y: number): Legend => ({
  orientation: 'h',
  x: 0,
  xanchor: 'left',
  y,
  yanchor: 'top',
  font: { size: 13 },
});

/** `count` stretches of 0..1 with gaps between them. */
function stretches(count: number, gap: number): [number, number][] {
  const size = (1 - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, i) => [i * (size + gap), i * (size + gap) + size]);
}

/** Plotly's name of an axis: x, x2, x3, ... */
const axisName = (letter: 'x' | 'y', panel: number): string =>
  panel === 0 ? letter : `${letter}${panel + 1}`;

const layoutKey = (letter: 'x' | 'y', panel: number): `${'x' | 'y'}axis${number}` =>
  `${letter}axis${panel === 0 ? '' : panel + 1}` as `xaxis${number}`;

/**
 * Panels in rows from the upper left, each with its own axes, under one title and one legend. A trace
 * that several panels share by its name is in the legend once.
 */
export function panelFigure(panels: readonly Panel[], options: PanelOptions): Figure {
  const { columns, gap = {} } = options;
  const rows = Math.ceil(panels.length / columns);
  const across = stretches(columns, gap.x ?? 0.13);
  const down = stretches(rows, gap.y ?? 0.17).reverse();
  const named = new Set<string>();
  const data: Trace[] = [];
  const layout: Partial<Layout> = {};
  const annotations: Annotation[] = [];
  const shapes: Shape[] = [];
  panels.forEach((panel, i) => {
    const [x, y] = [axisName('x', i), axisName('y', i)];
    for (const trace of panel.data) {
      const again = trace.name !== undefined && named.has(trace.name);
      const shown = trace.name !== undefined && trace.showlegend !== false;
      if (shown) named.add(trace.name as string);
      const legend = shown ? { legendgroup: trace.name, ...(again && { showlegend: false }) } : {};
      data.push({ ...trace, xaxis: x, yaxis: y, ...legend });
    }
    const look = themed([], {
      title: '',
      xTitle: panel.xTitle ?? '',
      yTitle: panel.yTitle ?? '',
      xaxis: panel.xaxis,
      yaxis: panel.yaxis,
    }).layout;
    layout[layoutKey('x', i)] = {
      ...withTitle(look.xaxis, panel.xTitle),
      domain: across[i % columns],
      tickangle: 0,
      anchor: y,
    };
    layout[layoutKey('y', i)] = {
      ...withTitle(look.yaxis, panel.yTitle),
      domain: down[Math.floor(i / columns)],
      anchor: x,
    };
    annotations.push(panelTitle(panel.title, x, y));
    panel.notes?.forEach((note) => annotations.push({ ...note, xref: x, yref: y }));
    panel.shapes?.forEach((shape) => {
      const yref = shape.yref === 'domain' ? `${y} domain` : y;
      shapes.push({ ...shape, xref: x, yref });
    });
  });
  const { title } = options;
  const figure = themed(
    data,
    { title, xTitle: '', yTitle: '' },
    { ...layout, annotations, ...(shapes.length > 0 && { shapes }), ...options.layout },
  );
  const { title: heading, margin } = figure.layout;
  return {
    data,
    layout: {
      ...figure.layout,
      title: { text: title, ...heading, pad: { b: 38 } }, // above the titles of the upper panels
      margin: { ...margin, t: 78 },
    },
  };
}

/** The axis with a title a size smaller than in figures of one plot, or without one. */
function withTitle({ title, ...axis }: Axis = {}, text: string | undefined): Axis {
  return text && title ? { ...axis, title: { ...title, font: { size: 14 } } } : axis;
}

/** At the upper left of its panel, where the eye begins. */
function panelTitle(text: string, x: string, y: string): Annotation {
  return {
    text,
    x: 0,
    xref: `${x} domain`,
    xanchor: 'left',
    y: 1,
    yref: `${y} domain`,
    yanchor: 'bottom',
    yshift: 3,
    showarrow: false,
    font: { size: 14, color: ink },
  };
}
