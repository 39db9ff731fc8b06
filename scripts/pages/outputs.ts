import type { Figure } from 'memorization-kit/plot';
import { stripVTControlCharacters } from 'node:util';
import { type CellOutput, joined } from '../notebooks/files.js';
import { figureHtml, pngSize } from './figure.js';
import { escapeHtml, scrollBox } from './html.js';
import type { RenderMarkdown } from './markdown.js';
import { sanitize } from './sanitize.js';

export const PLOTLY = 'application/vnd.plotly.v1+json';

/** What an output needs of the page that it stands on. */
export interface OutputContext {
  figureId: () => string;
  addPicture: (png: Buffer) => string; // writes it to the site, gives its address
  markdown: RenderMarkdown;
}

/** Text as a terminal would show it: without colors, a line as it was last written. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').replace(/^.*\r/s, ''))
    .join('\n')
    .trimEnd();
}

function textHtml(text: string, kind = ''): string {
  const shown = plainText(text);
  if (!shown) return '';
  return scrollBox(`<pre class="text ${kind}">${escapeHtml(shown)}</pre>`, 'output');
}

const asText = (content: unknown): string => joined(content as string | string[] | undefined);

function pictureHtml(png: Buffer, text: string, context: OutputContext): string {
  const { width, height } = pngSize(png);
  const alt = escapeHtml(plainText(text));
  return `<p><img src="${context.addPicture(png)}" alt="${alt}" width="${width}" height="${height}"></p>`;
}

function figureOf(data: Record<string, unknown>): Figure | null {
  const figure = data[PLOTLY] as Partial<Figure> | undefined;
  if (!figure) return null;
  if (!Array.isArray(figure.data) || typeof figure.layout !== 'object') {
    throw new Error(`its ${PLOTLY} has no data and layout`);
  }
  return figure as Figure;
}

/** The richest form of an output that the site can show. */
function displayHtml(data: Record<string, unknown>, context: OutputContext): string {
  const image = data['image/png'];
  const png = image === undefined ? null : Buffer.from(asText(image), 'base64');
  const text = asText(data['text/plain']);
  const figure = figureOf(data);
  if (figure && png) {
    const picture = context.addPicture(png);
    return figureHtml({ figure, png, picture, id: context.figureId() });
  }
  if (figure) throw new Error('a figure has no picture to show where there is no JavaScript');
  if (png) return pictureHtml(png, text, context);
  if (data['text/html']) return scrollBox(sanitize(asText(data['text/html'])), 'table');
  if (data['text/markdown']) return context.markdown(asText(data['text/markdown']));
  return textHtml(text);
}

/** What a cell printed and showed, in its order. Pieces of one stream are put together. */
export function outputsHtml(outputs: readonly CellOutput[], context: OutputContext): string {
  const html: string[] = [];
  let printed = '';
  const flush = () => {
    html.push(textHtml(printed));
    printed = '';
  };
  for (const output of outputs) {
    if (output.output_type === 'stream') {
      printed += joined(output.text);
      continue;
    }
    flush();
    if (output.output_type === 'error') {
      html.push(textHtml(`${output.ename}: ${output.evalue}`, 'error'));
    } else {
      html.push(displayHtml(output.data ?? {}, context));
    }
  }
  flush();
  return html.filter(Boolean).join('\n');
}
