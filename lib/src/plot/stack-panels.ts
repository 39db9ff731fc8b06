import type { Axis, Figure, Layout } from './figure';

// Pixels
const PANEL_TITLE = 18;
const TICKS = 12;
const LINE = 13; // of the names below an axis
const AXIS_TITLE = 20;

/**
 * The layout of a narrow figure with its panels below each other: side by side they would be too
 * narrow to read. What a panel left to its neighbor to say, it says itself: names and title of the
 * axis to the left; the same title below all panels stays below the last.
 * @param above pixels for the legend
 */
export function stackPanels({ data, layout }: Figure, width: number, above: number): Layout {
  const keys = Object.keys(layout).filter((key) => /^xaxis\d*$/.test(key)) as 'xaxis'[];
  if (keys.length < 2) return layout;
  const names = data.flatMap(({ x = [] }) => x.filter((name) => typeof name === 'string'));
  const texts = [...names, ...keys.flatMap((key) => layout[key]?.ticktext ?? [])];
  const lines = Math.max(1, ...texts.map((text) => text.split('<br>').length));
  const last = titleOf(layout[keys[keys.length - 1]]);
  const titled = keys.some((key) => titleOf(layout[key]) && titleOf(layout[key]) !== last);
  const gap = TICKS + LINE * lines + (titled ? AXIS_TITLE : 0) + PANEL_TITLE;
  const each = Math.round(width * 0.5);
  const all = keys.length * each + (keys.length - 1) * gap;
  const { b = 0 } = layout.margin ?? {};
  const top = 8 + PANEL_TITLE;
  const axes = keys.flatMap((x, i) => {
    const y = x.replace('x', 'y') as 'yaxis';
    const bottom = (keys.length - 1 - i) * (each + gap);
    const { title, ...below } = layout[x] ?? {};
    const kept = i === keys.length - 1 || title?.text !== last;
    return [
      [x, { ...below, ...(kept && title && { title }), domain: [0, 1] }],
      [y, { ...leftAxis(layout[y], layout.yaxis), domain: [bottom / all, (bottom + each) / all] }],
    ];
  });
  return {
    ...layout,
    ...(Object.fromEntries(axes) as Partial<Layout>),
    height: all + top + b + above,
    margin: { ...layout.margin, t: top },
    legend: { ...layout.legend, y: 1 + (PANEL_TITLE + 4) / all },
  };
}

const titleOf = (axis: Axis | undefined): string | undefined => axis?.title?.text;

/** The axis of a panel that was right of the first one, which had the names and the title. */
function leftAxis(own: Axis = {}, first: Axis = {}): Axis {
  const { tickmode, tickvals, ticktext, title } = first;
  const nameless = own.tickvals?.length === 0;
  return {
    ...own,
    ...(nameless && { tickmode, tickvals, ticktext }),
    ...(!titleOf(own) && title && { title }),
  };
}
