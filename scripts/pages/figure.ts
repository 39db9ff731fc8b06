import { type Figure, fitToWidth, inWords, wordsOf } from 'memorization-kit/plot';
import { escapeHtml, scriptJson } from './html.js';

/** What a phone of 390 pixels leaves for a figure. */
const PHONE = 358;

/** The longest name, in characters, that half of a phone has room for in any of its fonts. */
const HALF = 24;
const LEGEND_ROW = 18; // pixels

/** The figure for a phone: with long names its legend has one column in place of two. */
function onPhone(figure: Figure): Figure {
  const { data, layout } = fitToWidth(figure, PHONE);
  const { legend, showlegend, height = 0 } = layout;
  const named = data.filter((trace) => trace.name && trace.showlegend !== false);
  const fits = named.every((trace) => trace.name!.length <= HALF);
  if (fits || showlegend === false || legend?.entrywidth !== 0.5) return { data, layout };
  const more = LEGEND_ROW * Math.floor(named.length / 2);
  return {
    data,
    layout: { ...layout, height: height + more, legend: { ...legend, entrywidth: 1 } },
  };
}

/** Width and height of a PNG, from its header. Throws on anything else. */
export function pngSize(png: Buffer): { width: number; height: number } {
  if (png.length < 24 || png.toString('latin1', 1, 4) !== 'PNG') throw new Error('it is no PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

export interface FigureParts {
  figure: Figure;
  picture: string; // address of the PNG
  png: Buffer;
  id: string;
}

/**
 * A figure: its picture, which JavaScript replaces by the figure itself, as drawn for a screen and
 * for a phone. Without JavaScript the picture stays, and leads to itself in full size.
 */
export function figureHtml({ figure, picture, png, id }: FigureParts): string {
  const { width, height } = pngSize(png);
  const title = escapeHtml(wordsOf(figure.layout.title?.text ?? ''));
  const words = escapeHtml(inWords(figure));
  const { data, layout } = figure;
  const spec = { wide: { data, layout }, narrow: onPhone({ data, layout }) };
  const image = `<img src="${picture}" alt="${words}" width="${width}" height="${height}">`;
  return [
    `<figure class="figure" id="${escapeHtml(id)}">`,
    // The narrow figure has no title of its own.
    `<figcaption>${title}</figcaption>`,
    `<a class="picture" href="${picture}">${image}</a>`,
    `<div class="plot" role="img" aria-label="${words}"></div>`,
    `<script type="application/json">${scriptJson(spec)}</script>`,
    '</figure>',
  ].join('\n');
}
