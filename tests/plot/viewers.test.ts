import { initWasm, Resvg } from '@resvg/resvg-wasm';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import {
  colorAt,
  draw,
  type Figure,
  heatMap,
  names,
  namesDown,
  whiteTo,
} from 'memorization-kit/plot';
import { closeExporter, renderFigure } from 'memorization-kit/plot/export';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/*
 * A figure looks the same in every viewer: it brings its letters along, and its cells are no picture
 * that each viewer enlarges in its own way. The second viewer here is resvg, without any fonts.
 */

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  await initWasm(fs.readFileSync(wasm));
});
afterAll(closeExporter);

const folder = path.join(projectRoot(), 'figures');
const committed = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith('.svg'))
  .map((name) => path.basename(name, '.svg'));
const read = (name: string): Buffer => fs.readFileSync(path.join(folder, name));

const BLOCK = 32; // pixels

/** How dark a drawing is in each block of its pixels, 0 to 1. */
function darkness(svg: string, width: number): number[] {
  const drawn = new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render();
  const across = Math.ceil(drawn.width / BLOCK);
  const blocks = new Array<number>(across * Math.ceil(drawn.height / BLOCK)).fill(0);
  const { pixels } = drawn;
  for (let i = 0; i < pixels.length; i += 4) {
    const [x, y] = [(i / 4) % drawn.width, Math.floor(i / 4 / drawn.width)];
    const light = (pixels[i] + pixels[i + 1] + pixels[i + 2]) / 3 / 255;
    blocks[Math.floor(y / BLOCK) * across + Math.floor(x / BLOCK)] += (1 - light) / BLOCK ** 2;
  }
  return blocks;
}

/** A png as an svg, for the same renderer. */
const framed = (png: Buffer, width: number, height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
  `<image width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/></svg>`;

describe.each(committed)('%s', (name) => {
  it('as svg needs no fonts, and looks in a second viewer as its png does', () => {
    const svg = read(`${name}.svg`).toString();
    expect(svg.match(/<text|<image|font-family/g)).toBeNull();
    expect(/<title>[^<]+<\/title>/.test(svg)).toBe(true);
    const png = read(`${name}.png`);
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    const picture = darkness(framed(png, width, height), width);
    const apart = darkness(svg, width).map((own, block) => Math.abs(own - picture[block]));
    expect(Math.max(...apart)).toBeLessThan(0.06); // most words that are missing make more
  });

  it('as pdf has its fonts in it, and no pictures', () => {
    const pdf = read(`${name}.pdf`).toString('latin1');
    expect(pdf.includes('/FontFile2')).toBe(true);
    expect(pdf.match(/\/Subtype\s*\/Image/g)).toBeNull();
  });
});

describe('a heat map', () => {
  const scale = whiteTo('#2878b5');
  const z = [
    [0, 25],
    [null, 100],
  ];
  const figure: Figure = draw(
    {
      title: 'Cells',
      panels: () => {
        const map = heatMap({
          x: ['left', 'right'],
          y: ['above', 'below'],
          z,
          text: z.map((row) => row.map(String)),
          colors: { scale, range: [0, 100] },
          hover: '',
        });
        return [{ x: names(''), y: namesDown(''), marks: [map] }];
      },
    },
    [0],
    null,
  );

  it('has a shape of its color for each cell, above those that are above', async () => {
    const svg = (await renderFigure(figure, 'svg')).toString();
    expect(svg).not.toContain('<image');
    const cell = (value: number): number => {
      const color = colorAt(scale, value / 100);
      const [, y] = new RegExp(`fill="${color}"[^>]* d="m[\\d.]+[ -]([\\d.]+)`).exec(svg) ?? [];
      return Number(y);
    };
    expect(cell(25)).toBeLessThan(cell(100));
  });

  it('as pdf has no picture', async () => {
    const pdf = (await renderFigure(figure, 'pdf')).toString('latin1');
    expect(pdf.match(/\/Subtype\s*\/Image/g)).toBeNull();
  });
});
