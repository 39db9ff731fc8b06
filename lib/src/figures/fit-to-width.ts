import { DESIGN_HEIGHT } from './theme';
import type { Axis, ErrorBars, Figure, Font, Layout, Marker, Trace } from './figure';

/** Below this width (CSS pixels) the legend would take more room than the data. */
export const NARROW = 500;

const FONT_FACTOR = 0.76; // 14 px -> 10.6 px, which is 8 pt in print
const MARK_FACTOR = 0.7;
const LINE_FACTOR = 0.75;

const times = (value: number | undefined, factor: number): number | undefined =>
  value === undefined ? undefined : Number((value * factor).toFixed(2));

const smaller = (font: Font | undefined): Font | undefined =>
  font && { ...font, size: times(font.size, FONT_FACTOR) };

function narrowBars(bars: ErrorBars): ErrorBars {
  return {
    ...bars,
    thickness: times(bars.thickness, LINE_FACTOR),
    width: times(bars.width, MARK_FACTOR),
  };
}

function narrowMarker(marker: Marker): Marker {
  const { line, size } = marker;
  return {
    ...marker,
    size: times(size, MARK_FACTOR),
    ...(line && { line: { ...line, width: times(line.width, LINE_FACTOR) } }),
  };
}

function narrowTrace(trace: Trace): Trace {
  const { line, marker, error_y: bars, textfont } = trace;
  return {
    ...trace,
    ...(line && { line: { ...line, width: times(line.width, LINE_FACTOR) } }),
    ...(marker && { marker: narrowMarker(marker) }),
    ...(bars && { error_y: narrowBars(bars) }),
    ...(textfont && { textfont: smaller(textfont) }),
  };
}

function narrowAxis(axis: Axis | undefined): Axis | undefined {
  if (!axis) return undefined;
  return {
    ...axis,
    ticklen: 4,
    tickfont: smaller(axis.tickfont),
    ...(axis.nticks && { nticks: Math.min(axis.nticks, 6) }),
    ...(axis.title && { title: { ...axis.title, font: smaller(axis.title.font), standoff: 6 } }),
  };
}

/** All axes of a layout, those of further panels too. */
function narrowAxes(layout: Layout): Partial<Layout> {
  const axes = Object.entries(layout).filter(([key]) => /^[xy]axis\d*$/.test(key));
  return Object.fromEntries(axes.map(([key, axis]) => [key, narrowAxis(axis as Axis)]));
}

/** A figure that is taller than usual, because it has rows of panels, stays so. */
function narrowHeight({ height = DESIGN_HEIGHT }: Layout, width: number): number {
  return Math.round(width * 0.68 * Math.max(1, height / DESIGN_HEIGHT));
}

/** Rows of a legend of two columns, which is what fits. */
function legendRows(data: readonly Trace[], layout: Layout): number {
  if (layout.showlegend === false) return 0;
  return Math.ceil(data.filter((trace) => trace.name && trace.showlegend !== false).length / 2);
}

function narrowLayout(layout: Layout, width: number, rows: number): Layout {
  const { annotations } = layout;
  return {
    ...layout,
    title: undefined,
    height: narrowHeight(layout, width) + 18 * rows, // the legend lies above the plot
    margin: { l: 40, r: 8, t: 8, b: 36, pad: 0 },
    font: smaller(layout.font),
    ...narrowAxes(layout),
    ...(annotations && {
      annotations: annotations.map((note) => ({ ...note, font: smaller(note.font) })),
    }),
    legend: {
      ...layout.legend,
      orientation: 'h',
      entrywidthmode: 'fraction',
      entrywidth: 0.5,
      x: -0.13, // a legend that starts left of the plot may use the margin's width too
      xanchor: 'left',
      y: 1.03,
      yanchor: 'bottom',
      traceorder: 'normal',
      title: undefined,
      font: smaller(layout.legend?.font),
    },
  };
}

/**
 * The figure as it is drawn at `width` CSS pixels. In a journal's column (under 500 pixels) type and
 * marks shrink less than the frame, the legend goes above the plot and the title, which there is
 * the caption's, is left out.
 */
export function fitToWidth(figure: Figure, width: number): Figure {
  if (width >= NARROW) return figure;
  return { data: figure.data.map(narrowTrace), layout: narrowLayout(figure.layout, width, legendRows(figure.data, figure.layout)) };
}

const pixelsPer = { px: 1, mm: 96 / 25.4, cm: 96 / 2.54, in: 96, pt: 96 / 72 };

/** A width such as '85mm', '3.35in' or '720px' in CSS pixels. Throws on anything else. */
export function parseWidth(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(px|mm|cm|in|pt)$/.exec(text.trim()) ?? [];
  const pixels = Number(amount) * pixelsPer[unit as keyof typeof pixelsPer];
  if (pixels >= 150 && pixels <= 4000) return pixels;
  throw new RangeError(
    `"${text}" is no width for a figure: write a number and px, mm, cm, in or pt, as in 85mm ` +
      '(150 to 4000 pixels, 96 an inch).',
  );
}
