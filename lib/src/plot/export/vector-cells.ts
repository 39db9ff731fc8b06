import { colorAt } from '../colors';
import type { Axis, Figure, Shape, Trace } from '../figure';

/*
 * plotly.js draws a heat map as a picture of one pixel a cell, which viewers of svg and pdf enlarge
 * each in its way: most of them smear it. As shapes the cells stay sharp.
 */

/** The borders between places that stand beside each other, and those at both ends. */
function borders(centers: readonly number[]): number[] {
  const [first, last] = [centers[0], centers[centers.length - 1]];
  const between = centers.slice(1).map((center, i) => (centers[i] + center) / 2);
  if (between.length === 0) return [first - 0.5, first + 0.5];
  return [2 * first - between[0], ...between, 2 * last - between[between.length - 1]];
}

/** Names have the places 0, 1, 2, ... */
const placesOf = (values: readonly unknown[], { type }: Axis): number[] =>
  values.map((value, i) => (type === 'category' ? i : Number(value)));

/** The axis with the range that it would take from a heat map. */
function spanning(axis: Axis, values: readonly unknown[]): Axis {
  const edges = borders(placesOf(values, axis));
  const ends = [edges[0], edges[edges.length - 1]];
  return {
    ...axis,
    range: axis.range ?? (axis.autorange === 'reversed' ? ends.reverse() : ends),
    autorange: false,
    ...(axis.type === 'category' && { categoryorder: 'array', categoryarray: [...values] }),
  };
}

/** The cells as shapes, one a color. A thin line of the color closes the gaps between them. */
function cellsOf(trace: Trace, xEdges: number[], yEdges: number[]): Shape[] {
  const { z = [], colorscale = [], zmin = 0, zmax = 1, xaxis = 'x', yaxis = 'y' } = trace;
  const paths = new Map<string, string>();
  z.forEach((row, j) =>
    row.forEach((value, i) => {
      if (value === null) return;
      const color = colorAt(colorscale, (value - zmin) / (zmax - zmin));
      const cell = `M${xEdges[i]},${yEdges[j]}H${xEdges[i + 1]}V${yEdges[j + 1]}H${xEdges[i]}Z`;
      paths.set(color, (paths.get(color) ?? '') + cell);
    }),
  );
  return [...paths].map(([color, path]) => ({
    type: 'path',
    path,
    xref: xaxis as 'x',
    yref: yaxis as 'y',
    fillcolor: color,
    line: { color, width: 1 },
    layer: 'below',
  }));
}

/** What a heat map shows beside its cells: the numbers in them, and the bar of its colors. */
function besideCells(trace: Trace): Trace[] {
  const { text, textfont, colorscale, zmin, zmax, showscale, colorbar, xaxis, yaxis } = trace;
  const own = { type: 'scatter', xaxis, yaxis, showlegend: false } as const;
  const scale = { color: [zmin ?? 0], colorscale, cmin: zmin, cmax: zmax, showscale, colorbar };
  const bar: Trace = { ...own, mode: 'markers', x: [null], y: [null], marker: scale };
  if (!text) return [bar];
  const { x = [], y = [] } = trace;
  const numbers: Trace = {
    ...own,
    mode: 'text',
    x: y.flatMap(() => x),
    y: y.flatMap((row) => x.map(() => row)),
    text: text.flat(),
    textfont,
  };
  return [bar, numbers];
}

/** The figure with the cells of its heat maps as shapes. */
export function withVectorCells({ data, layout }: Figure): Figure {
  const drawn = { ...layout, shapes: [...(layout.shapes ?? [])] };
  const traces = data.flatMap((trace) => {
    if (trace.type !== 'heatmap') return [trace];
    const xKey = (trace.xaxis ?? 'x').replace('x', 'xaxis') as 'xaxis';
    const yKey = (trace.yaxis ?? 'y').replace('y', 'yaxis') as 'yaxis';
    const { x = [], y = [] } = trace;
    const [xaxis, yaxis] = [layout[xKey] ?? {}, layout[yKey] ?? {}];
    const edges = [borders(placesOf(x, xaxis)), borders(placesOf(y, yaxis))];
    drawn[xKey] = spanning(xaxis, x);
    drawn[yKey] = spanning(yaxis, y);
    drawn.shapes.unshift(...cellsOf(trace, edges[0], edges[1]));
    return besideCells(trace);
  });
  return { data: traces, layout: drawn };
}
