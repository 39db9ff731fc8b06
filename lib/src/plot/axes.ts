import type { Axis } from './figure';
import { linearScale, logScale } from './ticks';

/** An axis of a panel: its title with the unit, and how it spans the values that marks show on it. */
export interface AxisSpec {
  title: string;
  scale(values: number[]): Axis;
}

/** An axis for powers; `more` overrides what follows from the values. */
export const log = (title: string, more: Axis = {}): AxisSpec => ({
  title,
  scale: (values) => ({ ...logScale(values), ...more }),
});

/** A linear axis that begins at 0 where all values are above it. */
export const linear = (title: string, more: Axis = {}): AxisSpec => ({
  title,
  scale: (values) => ({ ...linearScale(values), ...more }),
});

/** A linear axis over the values alone. */
export const zoomed = (title: string): AxisSpec => ({
  title,
  scale: (values) => linearScale(values, false),
});

/** An axis as it is, whatever the marks show: for names, and for ranges that are known. */
export const fixed = (title: string, axis: Axis): AxisSpec => ({ title, scale: () => axis });

/** Shares in percent, with room for markers at both ends. */
export const percent = (title: string): AxisSpec => fixed(title, { range: [-3, 104] });

/** The same axis with a tick at each of the values that are shown, and no others. */
export const tickAtEach = ({ title, scale }: AxisSpec): AxisSpec => ({
  title,
  scale(values) {
    const ticks = [...new Set(values)];
    return {
      ...scale(values),
      tickvals: ticks,
      ticktext: ticks.map(String),
      minor: undefined,
    };
  },
});

/** An axis of stretches of equal length, from 0 to 1, from 1 to 2, ..., with names in their middles. */
export const stretches = (title: string, names: readonly string[]): AxisSpec =>
  fixed(title, {
    type: 'linear',
    range: [0, names.length],
    tickmode: 'array',
    tickvals: names.map((_, i) => i + 0.5),
    ticktext: [...names],
    ticks: '',
    showgrid: false,
  });

/** An axis on which the places 0, 1, 2, ... have names. */
export const named = (title: string, names: readonly string[], more: Axis = {}): AxisSpec =>
  fixed(title, {
    range: [-0.5, names.length - 0.5],
    tickmode: 'array',
    tickvals: names.map((_, i) => i),
    ticktext: [...names],
    tickfont: { size: 12 },
    ...more,
  });
