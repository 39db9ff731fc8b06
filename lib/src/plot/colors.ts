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

/** Viridis from dark to middle: its light end cannot be seen on white. */
const ramp: readonly [number, number, number][] = [
  [68, 1, 84],
  [65, 68, 135],
  [42, 120, 142],
  [34, 152, 137],
  [78, 178, 90],
  [143, 190, 40],
];

/**
 * `count` colors for series that have an order (model sizes, dataset sizes), from dark to light.
 * For series without an order take `palette`.
 */
export function orderedColors(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const place = count === 1 ? 0.3 : i / (count - 1);
    const at = place * (ramp.length - 1);
    const below = ramp[Math.floor(at)];
    const above = ramp[Math.ceil(at)];
    const mixed = below.map((c, channel) => c + (above[channel] - c) * (at - Math.floor(at)));
    return '#' + mixed.map((c) => Math.round(c).toString(16).padStart(2, '0')).join('');
  });
}

/** From white, nothing, to dark blue, everything: for heat maps without numbers on them. */
export const blues: [at: number, color: string][] = [
  [0, '#ffffff'],
  [0.25, '#cfe1f2'],
  [0.5, '#7fb3d9'],
  [0.75, '#2f79b5'],
  [1, '#08306b'],
];

/** A color of the form #rrggbb with the opacity 0..1 added, for bands. */
export function translucent(color: string, opacity: number): string {
  const channels = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return `rgba(${channels.join(', ')}, ${opacity})`;
}
