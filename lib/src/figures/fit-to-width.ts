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

const PANEL_TITLE = 18; // pixels above a panel
const PANEL_GAP = 58; // pixels between panels: ticks, the title of the axis, and of the next panel

/** Panels are put below each other: side by side they would be too narrow to read. */
function stackPanels(layout: Layout, width: number, rows: number): Layout {
  const keys = Object.keys(layout).filter((key) => /^xaxis\d*$/.test(key)) as 'xaxis'[];
  if (keys.length < 2) return layout;
  const each = Math.round(width * 0.5);
  const all = keys.length * each + (keys.length - 1) * PANEL_GAP;
  const { b = 0 } = layout.margin ?? {};
  const top = 8 + PANEL_TITLE;
  const axes = keys.flatMap((x, i) => {
    const y = x.replace('x', 'y') as 'yaxis';
    const bottom = (keys.length - 1 - i) * (each + PANEL_GAP);
    return [
      [x, { ...layout[x], domain: [0, 1] }],
      [y, { ...layout[y], domain: [bottom / all, (bottom + each) / all] }],
    ];
  });
  return {
    ...layout,
    ...(Object.fromEntries(axes) as Partial<Layout>),
    height: all + top + b + 18 * rows,
    margin: { ...layout.margin, t: top },
    legend: { ...layout.legend, y: 1 + (PANEL_TITLE + 4) / all },
  };
}

/** Rows of a legend of two columns, which is what fits. */
function legendRows(data: readonly Trace[], layout: Layout): number {
  if (layout.showlegend === false) return 0;
  return Math.ceil(data.filter((trace) => trace.name && trace.showlegend !== false).length / 2);
}

function narrowLayout(layout: Layout, width: number, rows: number): Layout {
  const { annotations } = layout;
  const narrow: Layout = {
    ...layout,
    title: undefined,
    height: Math.round(width * 0.68) + 18 * rows, // the legend lies above the plot
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
  return stackPanels(narrow, width, rows);
}

/**
 * The figure as it is drawn at `width` CSS pixels. In a journal's column (under 500 pixels) type and
 * marks shrink less than the frame, the legend goes above the plot and the title, which there is
 * the caption's, is left out.
 */
export function fitToWidth(figure: Figure, width: number): Figure {
  if (width >= NARROW) return figure;
  return {
    data: figure.data.map(narrowTrace),
    layout: narrowLayout(figure.layout, width, legendRows(figure.data, figure.layout)),
  };
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
