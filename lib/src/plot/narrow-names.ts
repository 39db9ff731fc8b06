import type { Axis, Figure, Layout } from './figure';

// Of the size of the type
const LETTER = 0.42; // the width of a letter, on average
const ROW = 2.9; // the height of a row of two lines
const BESIDE = 48; // pixels for the numbers to the left of a plot and the margin to its right
const AXIS_TITLE = 30; // pixels

const linesOf = (name: string): string[] => name.split('<br>');

/** Whether names side by side, `slot` pixels each, would touch in one of their lines. */
function crowded(names: readonly string[], slot: number, size: number): boolean {
  return names.slice(1).some((name, i) => {
    const before = linesOf(names[i]);
    return linesOf(name).some((line, k) => {
      const letters = before[k] === undefined ? 0 : (line.length + before[k].length) / 2;
      return letters * LETTER * size > slot;
    });
  });
}

/** 'birth<br>date' as 'birth date', and 'multi5<br>+permute', which is one word, as it is written. */
const inOneLine = (name: string): string => name.replaceAll('<br>+', '+').replaceAll('<br>', ' ');

/** Pixels that the longest of the lines takes. */
const lengthOf = (lines: readonly string[], size: number): number =>
  Math.max(0, ...lines.map((line) => line.length)) * LETTER * size;

/**
 * The layout of a column with one panel, in which names keep apart: those beside a heat map are
 * broken in two lines, and those below an axis stand upright where they would touch. Its height grows
 * by what they need. The type has its final size already.
 */
export function keepNamesApart({ data, layout }: Figure, width: number): Layout {
  const { xaxis = {}, yaxis = {}, height = 0 } = layout;
  const heat = data.length === 1 && data[0].type === 'heatmap' ? data[0] : null;
  const below = xaxis.ticktext ?? heat?.x?.map(String) ?? [];
  if (below.length === 0 || xaxis.type === 'log' || layout.xaxis2) return layout;
  const size = xaxis.tickfont?.size ?? 10;
  const beside = (heat?.y ?? []).map(String);
  const broken = beside.map((name) => name.replace(', ', ',<br>'));
  const room = width - BESIDE - lengthOf(broken.flatMap(linesOf), yaxis.tickfont?.size ?? size);
  const upright = crowded(below, room / below.length, size);
  const shown = upright ? below.map(inOneLine) : below;
  const tall = upright ? lengthOf(shown, size) : 0;
  const names = (axis: Axis, own: string[], text: string[]): Axis => ({
    ...axis,
    tickmode: 'array',
    tickvals: axis.tickvals ?? own,
    ticktext: text,
  });
  const rows = ROW * (yaxis.tickfont?.size ?? size) * beside.length;
  return {
    ...layout,
    height: Math.round(heat ? Math.max(height, rows + tall + AXIS_TITLE) : height + tall),
    xaxis: { ...names(xaxis, below, shown), ...(upright && { tickangle: -90 }) },
    ...(heat && { yaxis: names(yaxis, beside, broken) }),
  };
}
