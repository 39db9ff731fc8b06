import type { Axis, ErrorBars, Figure, Font, Layout, Trace } from './figure';

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

function narrowTrace(trace: Trace): Trace {
  const { line, marker, error_y: bars, textfont } = trace;
  return {
    ...trace,
    ...(line && { line: { ...line, width: times(line.width, LINE_FACTOR) } }),
    ...(marker && { marker: { ...marker, size: times(marker.size, MARK_FACTOR) } }),
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

function narrowLayout(layout: Layout, width: number): Layout {
  const { annotations } = layout;
  const aspect = (layout.height ?? 450) / 720;
  return {
    ...layout,
    title: undefined,
    height: Math.round(width * Math.max(aspect, 0.72) + 40), // the legend's rows lie above the plot
    margin: { l: 40, r: 8, t: 8, b: 36, pad: 0 },
    font: smaller(layout.font),
    xaxis: narrowAxis(layout.xaxis),
    yaxis: narrowAxis(layout.yaxis),
    ...(annotations && {
      annotations: annotations.map((note) => ({ ...note, font: smaller(note.font) })),
    }),
    legend: {
      ...layout.legend,
      orientation: 'h',
      x: 0,
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
  return { data: figure.data.map(narrowTrace), layout: narrowLayout(figure.layout, width) };
}
