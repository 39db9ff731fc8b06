import * as path from 'node:path';
import { prettyJson } from '../../base';
import { projectRoot, readSettings, writeWhole } from '../../base/node';
import type { Figure } from '../figure';
import { fitToWidth } from '../fit-to-width';
import { wordsOf } from '../plain-text';
import { DESIGN_HEIGHT, DESIGN_WIDTH } from '../theme';
import { tidyPdf, tidySvg } from './fixed-bytes';
import { findKaleido, findPlotly, Kaleido, type RenderRequest, type StaticFormat } from './kaleido';
import { outlined } from './outlines';
import { withVectorCells } from './vector-cells';

export { findKaleido, findPlotly, Kaleido, type StaticFormat };
export { parseWidth } from './width';

export type FigureFormat = 'json' | StaticFormat;
export const figureFormats: readonly FigureFormat[] = ['json', 'svg', 'png', 'pdf'];

/** Sizes are in CSS pixels (96 an inch); `scale` multiplies the pixels of a png. */
export interface RenderOptions {
  width?: number;
  height?: number;
  scale?: number;
}

export interface ExportOptions extends RenderOptions {
  dir?: string; // default: KIT_FIGURES, or figures/ of the project
  formats?: readonly FigureFormat[];
  sources?: readonly string[]; // the result files that the figure was made from
}

const IDLE_MS = 30_000; // an idle browser holds about 150 MB

let exporter: Kaleido | null = null;
let drawings = 0; // under way
let idle: NodeJS.Timeout | undefined;

function runningExporter(): Kaleido {
  if (!exporter?.alive) {
    const root = projectRoot();
    exporter = new Kaleido(findKaleido(root), findPlotly(root));
    process.removeListener('exit', closeExporter);
    process.once('exit', closeExporter);
  }
  return exporter;
}

async function draw(request: RenderRequest): Promise<Buffer> {
  clearTimeout(idle);
  drawings++;
  try {
    return await runningExporter().render(request);
  } finally {
    drawings--;
    if (drawings === 0) idle = setTimeout(closeExporter, IDLE_MS).unref();
  }
}

/** Ends the drawing process, if it runs; the next drawing starts another. */
export function closeExporter(): void {
  clearTimeout(idle);
  process.removeListener('exit', closeExporter);
  exporter?.close();
  exporter = null;
}

/**
 * Draws a figure with plotly.js in kaleido's browser: svg (letters as outlines), png or pdf. Equal
 * figures and sizes give equal svg and pdf bytes. Throws an error with the remedy when kaleido is
 * missing or dies.
 */
export async function renderFigure(
  figure: Figure,
  format: StaticFormat,
  options: RenderOptions = {},
): Promise<Buffer> {
  const width = options.width ?? figure.layout.width ?? DESIGN_WIDTH;
  const fitted = fitToWidth(figure, width);
  const sized = format === 'png' ? fitted : withVectorCells(fitted);
  const height = options.height ?? sized.layout.height ?? DESIGN_HEIGHT;
  const scale = format === 'png' ? (options.scale ?? 2) : 1;
  const { data, layout } = sized;
  const content = { data: data.map((trace, i) => ({ ...trace, uid: `trace${i}` })), layout };
  const request = { data: content, format, width, height, scale };
  const drawn = await draw(request);
  if (format === 'pdf') return tidyPdf(drawn);
  if (format === 'png') return drawn;
  const svg = tidySvg(drawn.toString('utf8'), JSON.stringify(figure));
  const title = wordsOf(figure.layout.title?.text ?? '');
  return Buffer.from(await outlined(svg, findKaleido(projectRoot()), title));
}

/**
 * Writes `<dir>/<name>.json|svg|png|pdf` and returns the paths. The json holds data, layout and the
 * result files (`sources`) that the figure was made from.
 */
export async function exportFigure(
  figure: Figure,
  name: string,
  options: ExportOptions = {},
): Promise<string[]> {
  if (!/^[a-z0-9][a-z0-9.-]*$/i.test(name)) {
    throw new RangeError(`"${name}" is no name for a figure: use letters, digits, "-" and "."`);
  }
  const dir = options.dir ?? readSettings().figuresDir;
  const files: string[] = [];
  for (const format of options.formats ?? figureFormats) {
    const file = path.join(dir, `${name}.${format}`);
    if (format === 'json') {
      // Sorted: the same runs make the same file, in whatever order they were looked up.
      const sources = [...new Set(options.sources)].sort();
      const stored = { data: figure.data, layout: figure.layout, sources };
      writeWhole(file, `${prettyJson(stored)}\n`);
    } else {
      writeWhole(file, await renderFigure(figure, format, options));
    }
    files.push(file);
  }
  return files;
}
