import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { makeSite, type Site } from '../../build/scripts/pages/site.js';
import { writeSite } from '../../build/scripts/pages/write-site.js';
import { root } from '../kernel/session.js';

export const notebooksFolder = path.join(root, 'notebooks');

/** The site of a folder of notebooks, with the committed results and figures. */
export function siteOf(notebooks = notebooksFolder): Site {
  const [dataDir, figuresDir] = [path.join(root, 'data'), path.join(root, 'figures')];
  return makeSite({ notebooks, dataDir, figuresDir });
}

/** A picture of one pixel. */
export const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==';

/** An output of a cell with these MIME types. */
export const show = (data: object) => ({ output_type: 'display_data', metadata: {}, data });

/** Writes a notebook of one Markdown cell and one code cell with the given outputs. */
export function writeNotebook(folder: string, name: string, text: string, outputs: object[]): void {
  const cells = [
    { cell_type: 'markdown', metadata: {}, source: text },
    { cell_type: 'code', metadata: {}, source: 'a < b', execution_count: 1, outputs },
  ];
  mkdirSync(folder, { recursive: true });
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  writeFileSync(path.join(folder, `${name}.ipynb`), JSON.stringify(notebook));
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface Served {
  address: string; // ends with /
  close: () => void;
}

/** Writes the site to a folder and serves it on localhost. */
export async function serve(site: Site, folder: string): Promise<Served> {
  writeSite(site, folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    try {
      const content = readFileSync(path.join(folder, decodeURIComponent(pathname)));
      response.setHeader('content-type', types[path.extname(pathname)] ?? 'text/plain');
      response.end(content);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

export const pagesOf = (site: Site): string[] =>
  [...site.keys()].filter((name) => name.endsWith('.html'));

export const textOf = (site: Site, name: string): string => String(site.get(name));
