import { type AxisSpec, fixed } from './axes';
import { ink } from './colors';
import type { Drawing } from './draw';
import type { Axis, Trace } from './figure';

export interface HeatMap {
  x: string[];
  y: string[];
  z: (number | null)[][]; // [y][x]
  colors: string[]; // of 0, ..., `most`, evenly spaced
  most: number;
  /** What is written in the cells, [y][x]. */
  text?: string[][];
  hover: string;
  more?: Partial<Trace>;
}

/** Numbers by row and column as colors, on axes of names. */
export function heatMap({ x, y, z, colors, most, text, hover, more }: HeatMap): Drawing {
  const colorscale = colors.map((color, i): [number, string] => [i / (colors.length - 1), color]);
  const written = text && { text, texttemplate: '%{text}', textfont: { size: 14, color: ink } };
  const look = { colorscale, zmin: 0, zmax: most, showscale: false, hovertemplate: hover };
  const trace: Trace = { type: 'heatmap', x, y, z, ...written, ...look, ...more };
  return { traces: [trace], x: [], y: [] };
}

/** An axis of the names of rows or columns. */
export const names = (title: string, more: Axis = {}): AxisSpec =>
  fixed(title, { showgrid: false, ticks: '', type: 'category', ...more });

/** The same from above to below. */
export const namesDown = (title: string, more: Axis = {}): AxisSpec =>
  names(title, { autorange: 'reversed', ...more });
