import { type AxisSpec, fixed } from './axes';
import { type ColorScale, ink } from './colors';
import type { Drawing } from './spec';
import type { Axis, Trace } from './figure';

export interface HeatMap {
  x: (number | string)[];
  y: string[];
  z: (number | null)[][]; // [y][x]
  colors: { scale: ColorScale; range: [number, number] };
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

/** From white to a blue, on which numbers can be read if it is not too dark. */
export const whiteTo = (darkest: string): ColorScale => [
  [0, '#ffffff'],
  [0.5, '#9ecae1'],
  [1, darkest],
];

/** Percentages with their numbers, and a dash where there is none. */
export const percentMap = (
  { x, y, z }: Pick<HeatMap, 'x' | 'y' | 'z'>,
  more: Partial<Trace> = {},
): Drawing =>
  heatMap({
    ...{ x, y, z },
    colors: { scale: whiteTo('#3b8bc4'), range: [0, 100] },
    text: z.map((row) => row.map((value) => value?.toFixed(0) ?? '–')),
    hover: '%{y}, %{x}: %{z:.1f} %<extra></extra>',
    more,
  });

/** An axis of the names of rows or columns. */
export const names = (title: string, more: Axis = {}): AxisSpec =>
  fixed(title, { showgrid: false, ticks: '', type: 'category', ...more });

/** The same from above to below. */
export const namesDown = (title: string, more: Axis = {}): AxisSpec =>
  names(title, { autorange: 'reversed', ...more });

/** The names of rows that several maps side by side have in common: at the first of them alone. */
export const namesAtFirst = (isFirst: boolean): AxisSpec =>
  namesDown('', isFirst ? {} : { tickvals: [], tickmode: 'array' });
