/**
 * Colors that readers with any form of color blindness can tell apart, and that differ in gray.
 * Series are told apart by their markers too: color is never the only sign.
 */

export const ink = '#222222'; // text and axes
export const gray = '#6b6b6b'; // reference lines and the paper's points
export const faint = '#e6e6e6'; // grid

/** Okabe and Ito's palette without its yellow, which is too light for lines on white. */
export const palette = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#56B4E9', '#E69F00'] as const;

/** Filled markers for our own series; the diamond is left to the papers. */
export const symbols = [
  'circle',
  'square',
  'triangle-up',
  'star',
  'triangle-down',
  'bowtie',
  'hourglass',
  'cross',
] as const;

/** Colors at places from 0 to 1. */
export type ColorScale = [at: number, color: string][];

const channelsOf = (color: string): number[] =>
  [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

/** The color, as #rrggbb, at a place of a scale from 0 to 1: mixed from its neighbors. */
export function colorAt(scale: ColorScale, place: number): string {
  const within = Math.min(1, Math.max(0, place));
  const next = Math.max(
    1,
    scale.findIndex(([at]) => at >= within),
  );
  const [[low, below], [high, above]] = [scale[next - 1], scale[next]];
  const to = channelsOf(above);
  const mixed = channelsOf(below).map((c, i) => c + ((to[i] - c) * (within - low)) / (high - low));
  return '#' + mixed.map((c) => Math.round(c).toString(16).padStart(2, '0')).join('');
}

/** Viridis from dark to middle: its light end cannot be seen on white. */
const viridis: ColorScale = ['#440154', '#414487', '#2a788e', '#229889', '#4eb25a', '#8fbe28'].map(
  (color, i, { length }) => [i / (length - 1), color],
);

/**
 * `count` colors for series that have an order (model sizes, dataset sizes), from dark to light.
 * For series without an order take `palette`.
 */
export const orderedColors = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => colorAt(viridis, count === 1 ? 0.3 : i / (count - 1)));

/** From white, nothing, to dark blue, everything: for heat maps without numbers on them. */
export const blues: ColorScale = [
  [0, '#ffffff'],
  [0.25, '#cfe1f2'],
  [0.5, '#7fb3d9'],
  [0.75, '#2f79b5'],
  [1, '#08306b'],
];

/** A color of the form #rrggbb with the opacity 0..1 added, for bands. */
export function translucent(color: string, opacity: number): string {
  return `rgba(${channelsOf(color).join(', ')}, ${opacity})`;
}
