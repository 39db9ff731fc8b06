import { faint, ink, palette } from './colors';
import type { Axis, Figure, Layout, Trace } from './figure';

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

/** What a figure says beside its traces. Axis titles carry their unit: "memorized (bits)". */
export interface FigureText {
  title: string;
  xTitle: string;
  yTitle: string;
  xaxis?: Axis;
  yaxis?: Axis;
  legendTitle?: string;
}

/**
 * The one look of all figures: white ground, dark thin axes to the left and below, a light grid,
 * the legend outside to the right where it cannot cover data.
 */
export function themed(data: Trace[], text: FigureText, more: Partial<Layout> = {}): Figure {
  const title = (words: string) => ({ text: words, font: { size: 15 }, standoff: 10 });
  const layout: Layout = {
    title: {
      text: text.title,
      font: { size: 17 },
      x: 0,
      xref: 'paper',
      xanchor: 'left',
      y: 1,
      yref: 'paper',
      yanchor: 'bottom',
      pad: { b: 14 },
    },
    height: DESIGN_HEIGHT,
    margin: { l: 60, r: 24, t: 52, b: 56, pad: 0 },
    font: { family: FONT, size: 14, color: ink },
    paper_bgcolor: '#ffffff',
    plot_bgcolor: '#ffffff',
    colorway: [...palette],
    xaxis: { ...axis, title: title(text.xTitle), ...text.xaxis },
    yaxis: { ...axis, title: title(text.yTitle), ...text.yaxis },
    legend: {
      orientation: 'v',
      x: 1.02,
      xanchor: 'left',
      y: 1,
      yanchor: 'top',
      font: { size: 13 },
      bgcolor: 'rgba(255, 255, 255, 0)',
      ...(text.legendTitle ? { title: { text: text.legendTitle, font: { size: 13 } } } : {}),
    },
    hovermode: 'closest',
    hoverlabel: { font: { family: FONT, size: 13 }, bgcolor: '#ffffff', namelength: -1 },
    ...more,
  };
  return { data, layout };
}
