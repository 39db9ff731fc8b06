import type { Axis, ErrorBars, Font, Layout, Marker, Trace } from './figure';

/** By what the type, the marks and the lines of a figure are multiplied. */
export interface Factors {
  font: number;
  mark: number;
  line: number;
}

export const times = (value: number | undefined, factor: number): number | undefined =>
  value === undefined ? undefined : Number((value * factor).toFixed(2));

export const shrunkFont = (font: Font | undefined, factor: number): Font | undefined =>
  font && { ...font, size: times(font.size, factor) };

function shrunkBars(bars: ErrorBars, { line, mark }: Factors): ErrorBars {
  return { ...bars, thickness: times(bars.thickness, line), width: times(bars.width, mark) };
}

function shrunkMarker(marker: Marker, factors: Factors): Marker {
  const { line, size } = marker;
  return {
    ...marker,
    size: times(size, factors.mark),
    ...(line && { line: { ...line, width: times(line.width, factors.line) } }),
  };
}

/** A trace with smaller type, marks and lines. */
export function shrunkTrace(trace: Trace, factors: Factors): Trace {
  const { line, marker, error_y: bars, textfont } = trace;
  return {
    ...trace,
    ...(line && { line: { ...line, width: times(line.width, factors.line) } }),
    ...(marker && { marker: shrunkMarker(marker, factors) }),
    ...(bars && { error_y: shrunkBars(bars, factors) }),
    ...(textfont && { textfont: shrunkFont(textfont, factors.font) }),
  };
}

/** All axes of a layout, those of further panels too, each changed. */
export function mapAxes(layout: Layout, change: (axis: Axis) => Axis): Partial<Layout> {
  const axes = Object.entries(layout).filter(([key]) => /^[xy]axis\d*$/.test(key));
  return Object.fromEntries(axes.map(([key, axis]) => [key, change(axis as Axis)]));
}

/** A layout as it is, but smaller: as a picture of it would look. */
export function shrunkLayout(layout: Layout, height: number, factor: number): Layout {
  const { title, legend, margin = {}, annotations } = layout;
  const axis = ({ title: text, ...rest }: Axis): Axis => ({
    ...rest,
    ticklen: times(rest.ticklen, factor),
    tickfont: shrunkFont(rest.tickfont, factor),
    ...(text && {
      title: {
        ...text,
        font: shrunkFont(text.font, factor),
        standoff: times(text.standoff, factor),
      },
    }),
  });
  const sides = Object.entries(margin).map(([side, room]) => [side, times(room, factor)]);
  return {
    ...layout,
    height: Math.round(height * factor),
    margin: Object.fromEntries(sides) as Layout['margin'],
    font: shrunkFont(layout.font, factor),
    ...mapAxes(layout, axis),
    ...(title && {
      title: {
        ...title,
        font: shrunkFont(title.font, factor),
        ...(title.pad && { pad: { ...title.pad, b: times(title.pad.b, factor) } }),
      },
    }),
    ...(annotations && {
      annotations: annotations.map((note) => ({ ...note, font: shrunkFont(note.font, factor) })),
    }),
    ...(legend && { legend: { ...legend, font: shrunkFont(legend.font, factor) } }),
  };
}
