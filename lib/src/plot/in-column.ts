import { gray } from './colors';
import type { Axis, Figure, Layout, Trace } from './figure';
import { originOf } from './origin';

// Pixels
const LEGEND_ROW = 18;
const PANEL_TITLE = 18;
const TICKS = 12;
const NAME_ROW = 13; // of the names below an axis
const AXIS_TITLE = 20;
const COLOR_SCALE = 70; // with its numbers, beside heat maps
const ORIGIN_ROW = 14; // of the line that says which runs are shown
const BESIDE = 48; // for the numbers to the left of a plot and the margin to its right

const LEAST_HEIGHT = 0.68; // of the width
const LONG_NAME = 26; // characters, which is about what fits into half of a column
// Of the size of the type
const LETTER = 0.42; // the width of a letter on average
const DIGIT = 0.5;
const NAME_ROWS = 2.9; // the height of two lines beside a heat map

type AxisKey = 'xaxis' | 'yaxis';

const textOf = (axis: Axis | undefined): string | undefined => axis?.title?.text;
const linesOf = (name: string): string[] => name.split('<br>');
const inLegend = ({ name, showlegend }: Trace): boolean => Boolean(name) && showlegend !== false;

/** Broken, where it is long, at the space nearest to its middle. */
function inTwoLines(name: string): string {
  if (name.length <= LONG_NAME || name.includes('<')) return name;
  const toMiddle = (at: number): number => Math.abs(at - name.length / 2);
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const [at] = spaces.sort((a, b) => toMiddle(a) - toMiddle(b));
  return at === undefined ? name : `${name.slice(0, at)}<br>${name.slice(at + 1)}`;
}

/** Pixels of a legend of two columns, which is what fits. */
function legendHeight(data: readonly Trace[], { showlegend }: Layout): number {
  if (showlegend === false) return 0;
  const lines = data.filter(inLegend).map(({ name = '' }) => linesOf(name).length);
  const rows = lines.map((own, i) => (i % 2 === 0 ? Math.max(own, lines[i + 1] ?? 0) : 0));
  return LEGEND_ROW * rows.reduce((sum, row) => sum + row, 0);
}

/** The axes of a layout, those of further panels too: x and y by turns. */
function axesOf(layout: Layout): [x: [AxisKey, Axis], y: [AxisKey, Axis]][] {
  const keys = Object.keys(layout).filter((key) => /^xaxis\d*$/.test(key)) as 'xaxis'[];
  return keys.map((x) => {
    const y = x.replace('x', 'y') as 'yaxis';
    return [
      [x, layout[x] ?? {}],
      [y, layout[y] ?? {}],
    ];
  });
}

/**
 * A figure in a journal's column of `width` pixels. Its type, marks and lines have the size that
 * they have there already. `shape`: height by width of the wide figure.
 */
export function inColumn(figure: Figure, width: number, shape: number): Figure {
  const data = figure.data.map((trace) =>
    inLegend(trace) ? { ...trace, name: inTwoLines(trace.name ?? '') } : trace,
  );
  const above = legendHeight(data, figure.layout);
  const origin = originOf(figure);
  const below = origin ? ORIGIN_ROW : 0;
  const layout: Layout = {
    ...figure.layout,
    title: origin ? originBelow(origin) : undefined,
    width,
    height: Math.round(width * Math.max(LEAST_HEIGHT, shape)) + above + below,
    margin: { l: 40, r: 8, t: 8, b: 36 + below, pad: 0 },
    legend: {
      ...figure.layout.legend,
      orientation: 'h',
      entrywidthmode: 'fraction',
      entrywidth: 0.5,
      x: -0.13, // a legend that starts left of the plot may use the margin's width too
      xanchor: 'left',
      y: 1.03,
      yanchor: 'bottom',
      traceorder: 'normal',
    },
  };
  const panels = axesOf(layout);
  const arranged = panels.length > 1 ? stacked : namesApart;
  return { data, layout: { ...layout, ...arranged({ data, layout }, width, above) } };
}

/** In the lower left corner, beside the axis' title: in a column the caption has the figure's title. */
const originBelow = (text: string): Layout['title'] => ({
  text,
  font: { size: 9, color: gray },
  ...{ x: 0, xref: 'container', xanchor: 'left', pad: { l: 6, b: 3 } },
  ...{ y: 0, yref: 'container', yanchor: 'bottom' },
});

/** Whether names side by side, `slot` letters each, would touch in one of their lines. */
const crowded = (names: readonly string[], slot: number): boolean =>
  names.slice(1).some((name, i) => {
    const before = linesOf(names[i]);
    return linesOf(name).some(
      (line, k) => line.length + (before[k]?.length ?? -Infinity) > 2 * slot,
    );
  });

/** An axis whose names are broken at their spaces where they would touch in `room` pixels. */
function namesInLines(axis: Axis, room: number): Axis {
  const { ticktext: names = [], tickfont } = axis;
  if (!crowded(names, room / names.length / (DIGIT * (tickfont?.size ?? 10)))) return axis;
  return { ...axis, ticktext: names.map((name) => name.replaceAll(' ', '<br>')) };
}

/** 'birth<br>date' as 'birth date', and 'multi5<br>+permute', which is one word, as it is written. */
const inOneLine = (name: string): string => name.replaceAll('<br>+', '+').replaceAll('<br>', ' ');

/** The longest line of names, in letters. */
const lengthOf = (names: readonly string[]): number =>
  Math.max(0, ...names.flatMap(linesOf).map((line) => line.length));

/**
 * What changes in a figure of one panel so that names keep apart: those beside a heat map are broken
 * in two lines, and those below an axis stand upright where they would touch, for which the figure
 * is higher.
 */
function namesApart({ data, layout }: Figure, width: number): Partial<Layout> {
  const { xaxis = {}, yaxis = {}, height = 0 } = layout;
  const heat = data.find(({ type }) => type === 'heatmap');
  const below = xaxis.ticktext ?? heat?.x?.map(String) ?? [];
  if (below.length === 0 || xaxis.type === 'log') return {};
  const beside = (heat?.y ?? []).map(String);
  const broken = beside.map((name) => name.replace(', ', ',<br>'));
  const [size, rowSize] = [xaxis, yaxis].map(({ tickfont }) => tickfont?.size ?? 10);
  const room = width - BESIDE - LETTER * rowSize * lengthOf(broken);
  const upright = crowded(below, room / below.length / (LETTER * size));
  const shown = upright ? below.map(inOneLine) : below;
  const tall = upright ? LETTER * size * lengthOf(shown) : 0;
  const rows = NAME_ROWS * rowSize * beside.length + 1.5 * AXIS_TITLE;
  const names = (axis: Axis, own: string[], text: string[]): Axis => ({
    ...axis,
    tickmode: 'array',
    tickvals: axis.tickvals ?? own,
    ticktext: text,
  });
  return {
    height: Math.round(heat ? Math.max(height, rows + tall) : height + tall),
    xaxis: { ...names(xaxis, below, shown), ...(upright && { tickangle: -90 }) },
    ...(heat && { yaxis: names(yaxis, beside, broken) }),
  };
}

/**
 * What changes in a figure of several panels: they stand below each other, since side by side they
 * would be too narrow to read. What a panel left to its neighbor to say, it says itself: names and
 * title of the axis to the left; the same title below all panels stays below the last.
 * @param above pixels for the legend
 */
function stacked({ data, layout }: Figure, width: number, above: number): Partial<Layout> {
  const scale = data.some(({ type, showscale }) => type === 'heatmap' && showscale !== false);
  const room = width - BESIDE - (scale ? COLOR_SCALE : 0);
  const panels = axesOf(layout).map(([[key, x], y]): [[AxisKey, Axis], [AxisKey, Axis]] => [
    [key, namesInLines(x, room)],
    y,
  ]);
  const [, [, first]] = panels[0];
  const titles = panels.map(([[, x]]) => textOf(x));
  const last = titles[titles.length - 1];
  const words = data.flatMap(({ x = [] }) => x.filter((name) => typeof name === 'string'));
  const names = [...words, ...panels.flatMap(([[, x]]) => x.ticktext ?? [])];
  const lines = Math.max(1, ...names.map((name) => linesOf(name).length));
  const titled = titles.some((title) => title && title !== last);
  const gap = TICKS + NAME_ROW * lines + (titled ? AXIS_TITLE : 0) + PANEL_TITLE;
  const each = Math.round(width * 0.5);
  const all = panels.length * (each + gap) - gap;
  const top = 8 + PANEL_TITLE;
  const bottom = (layout.margin?.b ?? 0) + NAME_ROW * (lines - 1);
  const axes = panels.flatMap(([[xKey, x], [yKey, y]], i) => {
    const bottom = (panels.length - 1 - i) * (each + gap);
    const below = i < panels.length - 1 && textOf(x) === last ? { title: undefined } : {};
    const { tickmode, tickvals, ticktext } = first;
    const left = {
      title: textOf(y) ? y.title : first.title,
      ...(y.tickvals?.length === 0 && { tickmode, tickvals, ticktext }),
      domain: [bottom / all, (bottom + each) / all],
    };
    return [
      [xKey, { ...x, ...below, domain: [0, 1] }],
      [yKey, { ...y, ...left }],
    ];
  });
  return {
    ...(Object.fromEntries(axes) as Partial<Layout>),
    height: all + top + bottom + above,
    margin: { ...layout.margin, t: top, b: bottom },
    legend: { ...layout.legend, y: 1 + (PANEL_TITLE + 4) / all },
  };
}
