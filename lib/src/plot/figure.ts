/**
 * A figure as plain data: what plotly.js draws, typed to the part of its vocabulary that the kit
 * uses. Nothing here is a class or a function, so that a figure can be stored, compared and sent.
 */
export interface Figure {
  data: Trace[];
  layout: Layout;
}

export interface Font {
  family?: string;
  size?: number;
  color?: string;
}

export interface Line {
  color?: string;
  width?: number;
  dash?: 'solid' | 'dot' | 'dash' | 'longdash' | 'dashdot';
}

export interface Marker {
  color?: string;
  symbol?: string;
  size?: number;
  line?: Line;
}

/** Distances from the point, in units of the axis; `array` upwards and `arrayminus` downwards. */
export interface ErrorBars {
  type: 'data';
  symmetric: false;
  array: (number | null)[];
  arrayminus: (number | null)[];
  color?: string;
  thickness?: number;
  width?: number;
}

export interface ColorBar {
  title?: { text: string; side?: 'right' | 'top' };
  len?: number;
  thickness?: number;
}

/** `null` in `x` or `y` is a gap. */
export interface Trace {
  type: 'scatter' | 'bar' | 'heatmap' | 'histogram';
  name?: string;
  x?: (number | string | null)[];
  y?: (number | string | null)[];
  z?: (number | null)[][];
  mode?: 'lines' | 'markers' | 'lines+markers' | 'text';
  line?: Line;
  marker?: Marker;
  error_x?: ErrorBars;
  error_y?: ErrorBars;
  fill?: 'toself' | 'tonexty' | 'tozeroy';
  fillcolor?: string;
  opacity?: number;
  text?: string[] | string[][];
  texttemplate?: string;
  textfont?: Font;
  colorscale?: [number, string][];
  zmin?: number;
  zmax?: number;
  showscale?: boolean;
  colorbar?: ColorBar;
  hoverinfo?: 'skip' | 'all' | 'x+y';
  hovertemplate?: string;
  showlegend?: boolean;
  legendgroup?: string;
  legendrank?: number;
  cliponaxis?: boolean;
  xaxis?: string;
  yaxis?: string;
}

export interface Title {
  text: string;
  font?: Font;
  standoff?: number;
  x?: number;
  y?: number;
  xref?: 'container' | 'paper';
  yref?: 'container' | 'paper';
  xanchor?: 'left' | 'center' | 'right';
  yanchor?: 'top' | 'middle' | 'bottom';
  pad?: { l?: number; r?: number; t?: number; b?: number };
}

/** `range` and `tickvals` of a log axis: the range is in powers of ten, the ticks are values. */
export interface Axis {
  title?: Title;
  type?: 'linear' | 'log' | 'category';
  range?: [number, number];
  tickmode?: 'auto' | 'array' | 'linear';
  tickvals?: (number | string)[];
  ticktext?: string[];
  tickformat?: string;
  dtick?: number | string;
  nticks?: number;
  ticks?: 'outside' | '';
  ticklen?: number;
  tickcolor?: string;
  tickwidth?: number;
  tickfont?: Font;
  tickangle?: number;
  minor?: { ticks: 'outside'; ticklen: number; tickcolor: string; dtick?: number | string };
  showgrid?: boolean;
  gridcolor?: string;
  gridwidth?: number;
  zeroline?: boolean;
  zerolinecolor?: string;
  zerolinewidth?: number;
  showline?: boolean;
  linecolor?: string;
  linewidth?: number;
  automargin?: boolean;
  autorange?: boolean | 'reversed';
  domain?: [number, number];
  anchor?: string;
}

export interface Annotation {
  text: string;
  x: number | string;
  y: number | string;
  xref?: string;
  yref?: string;
  xanchor?: 'left' | 'center' | 'right';
  yanchor?: 'top' | 'middle' | 'bottom';
  xshift?: number;
  yshift?: number;
  align?: 'left' | 'center' | 'right';
  showarrow: boolean;
  font?: Font;
  bgcolor?: string;
}

/** A line across a panel: `xref: 'x2'` counts in data, `yref: 'y2 domain'` from 0 (bottom) to 1. */
export interface Shape {
  type: 'line';
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  xref?: string;
  yref?: string;
  line?: Line;
  layer?: 'above' | 'below';
}

export interface Legend {
  orientation?: 'v' | 'h';
  x?: number;
  y?: number;
  xref?: 'container' | 'paper';
  yref?: 'container' | 'paper';
  xanchor?: 'left' | 'center' | 'right';
  yanchor?: 'top' | 'middle' | 'bottom';
  traceorder?: 'normal' | 'reversed' | 'grouped';
  title?: { text: string; font?: Font };
  font?: Font;
  itemwidth?: number;
  entrywidth?: number;
  entrywidthmode?: 'pixels' | 'fraction';
  tracegroupgap?: number;
  bgcolor?: string;
}

/** The axes of panels beyond the first: xaxis2, yaxis2, xaxis3, ... */
export type PanelAxes = Partial<Record<`${'x' | 'y'}axis${number}`, Axis>>;

export interface Layout extends PanelAxes {
  title?: Title;
  width?: number;
  height?: number;
  margin?: { l?: number; r?: number; t?: number; b?: number; pad?: number };
  font?: Font;
  paper_bgcolor?: string;
  plot_bgcolor?: string;
  colorway?: string[];
  xaxis?: Axis;
  yaxis?: Axis;
  legend?: Legend;
  showlegend?: boolean;
  annotations?: Annotation[];
  hovermode?: 'closest' | 'x unified' | false;
  hoverlabel?: { font?: Font; bgcolor?: string; namelength?: number };
  shapes?: Shape[];
  bargap?: number;
  barmode?: 'group' | 'overlay' | 'stack';
  grid?: { rows: number; columns: number; pattern?: 'independent' | 'coupled' };
}
