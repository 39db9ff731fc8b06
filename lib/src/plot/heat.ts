import { ink } from './colors';
import type { Drawing } from './draw';
import type { Trace } from './figure';

export interface HeatMap {
  x: (number | string)[];
  y: string[];
  z: (number | null)[][]; // [y][x]
  colors: { scale: [number, string][]; range: [number, number] };
  /** What is written in the cells, [y][x]. */
  text?: string[][];
  hover: string;
  more?: Partial<Trace>;
}

/** Numbers by row and column as colors. */
export function heatMap({ x, y, z, colors, text, hover, more }: HeatMap): Drawing {
  const { scale: colorscale, range } = colors;
  const [zmin, zmax] = range;
  const written = text && { text, texttemplate: '%{text}', textfont: { size: 14, color: ink } };
  const look = { colorscale, zmin, zmax, showscale: false, hovertemplate: hover };
  const trace: Trace = { type: 'heatmap', x, y, z, ...written, ...look, ...more };
  return { traces: [trace], x: [], y: [] };
}
