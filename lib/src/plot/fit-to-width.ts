import type { Figure } from './figure';
import { inColumn } from './in-column';
import { DESIGN_HEIGHT, DESIGN_WIDTH } from './theme';

/** Below this width (CSS pixels) the legend would take more room than the data. */
const NARROW = 500;

/** By what type, marks, lines, and the room around axes are multiplied. */
interface Factors {
  type: number;
  mark: number;
  line: number;
  room: number;
}

// Type: 14 px -> 10.6 px, which is 8 pt in print.
const narrow: Factors = { type: 0.76, mark: 0.7, line: 0.75, room: 0.7 };

/** The lengths of a figure, as the end of their path in it. */
const lengths: [RegExp, keyof Factors][] = [
  [/font\.size$/, 'type'],
  [/marker\.size$|error_[xy]\.width$/, 'mark'],
  [/line\.width$|error_[xy]\.thickness$/, 'line'],
  [/ticklen$|standoff$|margin\.\w$|title\.pad\.\w$/, 'room'],
];

/** A part of a figure with its lengths multiplied; what appears under the mouse keeps its size. */
function scaled<T>(part: T, factors: Factors, at = ''): T {
  if (typeof part === 'number') {
    const [, kind] = lengths.find(([path]) => path.test(at)) ?? [];
    return (kind ? Number((part * factors[kind]).toFixed(2)) : part) as T;
  }
  if (typeof part !== 'object' || part === null || at.endsWith('hoverlabel')) return part;
  if (Array.isArray(part)) return part.map((one: unknown) => scaled(one, factors, at)) as T;
  const entries = Object.entries(part).map(([key, one]) => [
    key,
    scaled<unknown>(one, factors, `${at}.${key}`),
  ]);
  return Object.fromEntries(entries) as T;
}

/**
 * The figure as it is drawn at `width` CSS pixels. Somewhat narrower than it was made it is the same
 * but smaller. In a journal's column (under 500 pixels) type and marks shrink less than the frame,
 * panels stand below each other, the legend goes above the plot, and the title, which there is the
 * caption's, is left out.
 */
export function fitToWidth(figure: Figure, width: number): Figure {
  const { width: own = DESIGN_WIDTH, height = DESIGN_HEIGHT } = figure.layout;
  if (width >= own) return figure;
  if (width < NARROW) return inColumn(scaled(figure, narrow), width, height / own);
  const factor = width / own;
  const { data, layout } = scaled(figure, {
    ...{ type: factor, mark: factor, line: factor, room: factor },
  });
  return { data, layout: { ...layout, width, height: Math.round(height * factor) } };
}
