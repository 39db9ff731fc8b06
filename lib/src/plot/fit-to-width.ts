import type { Axis, Figure, Layout, Trace } from './figure';
import { keepNamesApart } from './narrow-names';
import { type Factors, mapAxes, shrunkFont, shrunkLayout, shrunkTrace } from './shrink';
import { stackPanels } from './stack-panels';
import { DESIGN_HEIGHT, DESIGN_WIDTH } from './theme';

/** Below this width (CSS pixels) the legend would take more room than the data. */
export const NARROW = 500;

// Type: 14 px -> 10.6 px, which is 8 pt in print.
const narrowFactors: Factors = { font: 0.76, mark: 0.7, line: 0.75 };
const LEGEND_ROW = 18; // pixels
const LONG_NAME = 26; // characters, which is about what fits into half of a column
const LEAST_HEIGHT = 0.68; // of the width

function narrowAxis(axis: Axis): Axis {
  const { title, nticks } = axis;
  return {
    ...axis,
    ticklen: 4,
    tickfont: shrunkFont(axis.tickfont, narrowFactors.font),
    ...(nticks && { nticks: Math.min(nticks, 6) }),
    ...(title && {
      title: { ...title, font: shrunkFont(title.font, narrowFactors.font), standoff: 6 },
    }),
  };
}

const inLegend = ({ name, showlegend }: Trace): boolean => Boolean(name) && showlegend !== false;

/** A trace whose name, where it is long, is broken at the space nearest to its middle. */
function withShortName(trace: Trace): Trace {
  const { name = '' } = trace;
  if (!inLegend(trace) || name.length <= LONG_NAME || name.includes('<')) return trace;
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const toMiddle = (at: number): number => Math.abs(at - name.length / 2);
  const at = spaces.sort((a, b) => toMiddle(a) - toMiddle(b))[0];
  return at === undefined
    ? trace
    : { ...trace, name: `${name.slice(0, at)}<br>${name.slice(at + 1)}` };
}

/** Lines of a legend of two columns, which is what fits. */
function legendLines(data: readonly Trace[], layout: Layout): number {
  if (layout.showlegend === false) return 0;
  const names = data.filter(inLegend).map(({ name }) => name ?? '');
  const rows = Array.from({ length: Math.ceil(names.length / 2) }, (_, i) =>
    names.slice(2 * i, 2 * i + 2),
  );
  const lines = rows.map((row) => (row.some((name) => name.includes('<br>')) ? 2 : 1));
  return lines.reduce((sum: number, count) => sum + count, 0);
}

function narrowLayout(figure: Figure, width: number): Layout {
  const { data, layout } = figure;
  const { font } = narrowFactors;
  const lines = legendLines(data, layout);
  const shape = (layout.height ?? DESIGN_HEIGHT) / (layout.width ?? DESIGN_WIDTH);
  const narrow: Layout = {
    ...layout,
    title: undefined,
    height: Math.round(width * Math.max(LEAST_HEIGHT, shape)) + LEGEND_ROW * lines,
    margin: { l: 40, r: 8, t: 8, b: 36, pad: 0 },
    font: shrunkFont(layout.font, font),
    ...mapAxes(layout, narrowAxis),
    ...(layout.annotations && {
      annotations: layout.annotations.map((note) => ({
        ...note,
        font: shrunkFont(note.font, font),
      })),
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
      font: shrunkFont(layout.legend?.font, font),
    },
  };
  const apart = keepNamesApart({ data, layout: narrow }, width);
  return stackPanels({ data, layout: apart }, width, LEGEND_ROW * lines);
}

/**
 * The figure as it is drawn at `width` CSS pixels. Somewhat narrower than it was made it is the same
 * but smaller. In a journal's column (under 500 pixels) type and marks shrink less than the frame,
 * panels stand below each other, the legend goes above the plot, and the title, which there is the
 * caption's, is left out.
 */
export function fitToWidth(figure: Figure, width: number): Figure {
  const { data, layout } = figure;
  const own = layout.width ?? DESIGN_WIDTH;
  if (width >= own) return figure;
  if (width >= NARROW) {
    const factor = width / own;
    return {
      data: data.map((trace) => shrunkTrace(trace, { font: factor, mark: factor, line: factor })),
      layout: shrunkLayout(layout, layout.height ?? DESIGN_HEIGHT, factor),
    };
  }
  const narrow = data.map((trace) => withShortName(shrunkTrace(trace, narrowFactors)));
  return { data: narrow, layout: narrowLayout({ data: narrow, layout }, width) };
}
