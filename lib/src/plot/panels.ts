import { ink } from './colors';
import type { Annotation, Axis, Figure, Layout, Shape, Trace } from './figure';
import type { PanelSpec } from './spec';
import { themed, themedAxis } from './theme';

/** A panel with its traces and the axes that show them. */
export interface Drawn {
  spec: PanelSpec;
  traces: Trace[];
  xaxis: Axis;
  yaxis: Axis;
}

export interface PanelOptions {
  columns: number;
  gap?: { x?: number; y?: number };
  layout?: Partial<Layout>;
}

/** A vertical line through a panel, among its shapes. */
export const verticalLine = (x: number, line: Shape['line']): Omit<Shape, 'xref'> => ({
  type: 'line',
  x0: x,
  x1: x,
  y0: 0,
  y1: 1,
  yref: 'y domain',
  line,
});

const notesOf = ({ notes = [] }: PanelSpec, x: 'x', y: 'y'): Annotation[] =>
  notes.map((note) => ({ xref: x, yref: y, ...note }));

const shapesOf = ({ shapes = [] }: PanelSpec, x: 'x', y: 'y'): Shape[] =>
  shapes.map((shape) => ({
    ...shape,
    xref: x,
    yref: shape.yref === 'y domain' ? `${y} domain` : y,
  }));

/** What is there, under the names that plotly.js has for it. */
const beside = (annotations: Annotation[], shapes: Shape[]): Partial<Layout> => ({
  ...(annotations.length > 0 && { annotations }),
  ...(shapes.length > 0 && { shapes }),
});

/** A figure of one panel, whose title is the figure's. */
export const onePlot = (
  title: string,
  { spec, traces, xaxis, yaxis }: Drawn,
  layout: Partial<Layout> = {},
): Figure =>
  themed(traces, title, {
    xaxis: themedAxis(spec.x.title, xaxis),
    yaxis: themedAxis(spec.y.title, yaxis),
    ...beside(notesOf(spec, 'x', 'y'), shapesOf(spec, 'x', 'y')),
    ...layout,
  });

/** `count` stretches of 0..1 with gaps between them. */
function stretches(count: number, gap: number): [number, number][] {
  const size = (1 - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, i) => [i * (size + gap), i * (size + gap) + size]);
}

/**
 * Panels in rows from the upper left, each with its own axes, under one title and one legend. A trace
 * that several panels share by its name is in the legend once.
 */
export function severalPlots(
  title: string,
  panels: readonly Drawn[],
  { columns, gap = {}, layout }: PanelOptions,
): Figure {
  const across = stretches(columns, gap.x ?? 0.13);
  const down = stretches(Math.ceil(panels.length / columns), gap.y ?? 0.17).reverse();
  const named = new Set<string>();
  const data: Trace[] = [];
  const axes: Partial<Record<`${'x' | 'y'}axis${number}`, Axis>> = {};
  const annotations: Annotation[] = [];
  const shapes: Shape[] = [];
  panels.forEach(({ spec, traces, xaxis, yaxis }, i) => {
    const number = i === 0 ? '' : String(i + 1); // Plotly's names: x, x2, x3, ...
    const [x, y] = [`x${number}` as 'x', `y${number}` as 'y'];
    for (const trace of traces) {
      const shown = trace.name !== undefined && trace.showlegend !== false;
      const again = shown && named.has(trace.name as string);
      if (shown) named.add(trace.name as string);
      const legend = shown ? { legendgroup: trace.name, ...(again && { showlegend: false }) } : {};
      data.push({ ...trace, xaxis: x, yaxis: y, ...legend });
    }
    const below = { domain: across[i % columns], tickangle: 0, anchor: y };
    const left = { domain: down[Math.floor(i / columns)], anchor: x };
    const themedAs = (text: string, axis: Axis) => themedAxis(text || undefined, axis, 14);
    axes[`xaxis${number}` as 'xaxis1'] = { ...themedAs(spec.x.title, xaxis), ...below };
    axes[`yaxis${number}` as 'yaxis1'] = { ...themedAs(spec.y.title, yaxis), ...left };
    annotations.push(panelTitle(spec.title ?? '', x, y), ...notesOf(spec, x, y));
    shapes.push(...shapesOf(spec, x, y));
  });
  // The figure's title is above those of the upper panels.
  const more = { ...axes, ...beside(annotations, shapes), ...layout };
  return themed(data, title, more, { top: 78, titleGap: 38 });
}

/** At the upper left of its panel, where the eye begins. */
const panelTitle = (text: string, x: 'x', y: 'y'): Annotation => ({
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
});
