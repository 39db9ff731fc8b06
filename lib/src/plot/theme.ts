import { faint, ink, palette } from './colors';
import type { Axis, Figure, Layout, Legend, Trace } from './figure';

/** The size that the theme is made for; `fitToWidth` adapts a figure to a journal's column. */
export const DESIGN_WIDTH = 720;
export const DESIGN_HEIGHT = 450;

/** Lato comes with the exporter, so exports look the same on every machine; browsers may lack it. */
export const FONT = 'Lato, "Open Sans", "Helvetica Neue", Arial, sans-serif';

const axis: Axis = {
  ticks: 'outside',
  ticklen: 5,
  tickcolor: ink,
  tickwidth: 1,
  tickfont: { size: 13 },
  showline: true,
  linecolor: ink,
  linewidth: 1,
  showgrid: true,
  gridcolor: faint,
  gridwidth: 1,
  zeroline: false,
  automargin: true,
};

/** An axis in the one look of all figures. Its title carries the unit: "memorized (bits)". */
export const themedAxis = (text: string | undefined, own: Axis, size = 15): Axis => ({
  ...axis,
  ...(text !== undefined && { title: { text, font: { size }, standoff: 10 } }),
  ...own,
});

const below = (y: number): Legend => ({
  orientation: 'h',
  x: 0,
  xanchor: 'left',
  y,
  yanchor: 'top',
});

/** Panels side by side need the whole width: their legend stands under them, at that y of the paper. */
export const legendBelow = (y: number): Legend => ({ ...below(y), font: { size: 13 } });

/** The whole width above such a legend in the size of the other text. */
export const wideAbove = (y: number): Partial<Layout> => ({ width: 900, legend: below(y) });

/**
 * The one look of all figures: white ground, dark thin axes to the left and below, a light grid,
 * the legend outside to the right where it cannot cover data. `room` in pixels: `top` above the
 * plots, `titleGap` of it between them and the title.
 */
export function themed(
  data: Trace[],
  title: string,
  more: Partial<Layout>,
  room = { top: 52, titleGap: 14 },
): Figure {
  const layout: Layout = {
    title: {
      text: title,
      font: { size: 17 },
      x: 0,
      xref: 'paper',
      xanchor: 'left',
      y: 1,
      yref: 'paper',
      yanchor: 'bottom',
      pad: { b: room.titleGap },
    },
    height: DESIGN_HEIGHT,
    margin: { l: 60, r: 24, t: room.top, b: 56, pad: 0 },
    font: { family: FONT, size: 14, color: ink },
    paper_bgcolor: '#ffffff',
    plot_bgcolor: '#ffffff',
    colorway: [...palette],
    xaxis: more.xaxis,
    yaxis: more.yaxis,
    legend: {
      orientation: 'v',
      x: 1.02,
      xanchor: 'left',
      y: 1,
      yanchor: 'top',
      font: { size: 13 },
      bgcolor: 'rgba(255, 255, 255, 0)',
    },
    hovermode: 'closest',
    hoverlabel: { font: { family: FONT, size: 13 }, bgcolor: '#ffffff', namelength: -1 },
    ...more,
  };
  return { data, layout };
}
