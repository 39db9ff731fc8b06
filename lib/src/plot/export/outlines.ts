import type * as resvg from '@resvg/resvg-wasm';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { plainText } from '../plain-text';

/*
 * An svg with its letters as outlines looks the same in every viewer, whatever fonts it has.
 */

/** Those of the exporter; DejaVu for the signs that Lato lacks. */
const fontFiles = [
  ...['Regular', 'Bold', 'Italic', 'BoldItalic'].map((face) => `lato/Lato-${face}.ttf`),
  'dejavu/DejaVuSans.ttf',
];

let ready: Promise<typeof resvg> | null = null;

async function start(): Promise<typeof resvg> {
  const require = createRequire(__filename);
  const renderer = require('@resvg/resvg-wasm') as typeof resvg;
  await renderer.initWasm(fs.readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return renderer;
}

/** The svg with outlines in place of text, from the fonts in kaleido's folder, and with a title. */
export async function outlined(svg: string, kaleido: string, title: string): Promise<string> {
  const { Resvg } = await (ready ??= start());
  const folder = path.join(kaleido, 'xdg', 'fonts', 'truetype');
  const fontBuffers = fontFiles.map((file) => fs.readFileSync(path.join(folder, file)));
  const readable = svg.replace(/url\((?:'|&quot;)(.*?)(?:'|&quot;)\)/g, 'url($1)'); // by resvg
  const drawing = new Resvg(readable, { font: { fontBuffers, defaultFontFamily: 'Lato' } });
  const text = drawing.toString();
  drawing.free();
  return text
    .replace(/^ +/gm, '')
    .replace(/ d="([^"]*)"/g, (_, d: string) => ` d="${shortPath(d)}"`)
    .replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2)) || 0))
    .replace('>', () => `>\n<title>${plainText(title)}</title>`);
}

/**
 * A path of absolute M, L, Q, C and Z, which is all that resvg writes, in relative coordinates of
 * two decimals: the same to a hundredth of a pixel in half of the bytes.
 */
export function shortPath(d: string): string {
  let [x, y, startX, startY] = [0, 0, 0, 0]; // hundredths of a pixel
  return d.replace(/([MLQCZ])([^MLQCZ]*)/g, (_, command: string, numbers: string) => {
    if (command === 'Z') {
      [x, y] = [startX, startY];
      return 'z';
    }
    const to = numbers
      .trim()
      .split(/\s+/)
      .map((number) => Math.round(100 * Number(number)));
    const moved = to.map((at, i) => (at - (i % 2 === 0 ? x : y)) / 100);
    [x, y] = to.slice(-2);
    if (command === 'M') [startX, startY] = [x, y];
    const words = moved.map((by) => String(by).replace(/^(-?)0\./, '$1.'));
    return command.toLowerCase() + words.join(' ').replaceAll(' -', '-');
  });
}
