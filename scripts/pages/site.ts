import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listNotebooks, nameOf, readNotebook, root } from '../notebooks/files.js';
import { findingSections } from '../readme.js';
import { assets } from './assets.js';
import { indexHtml, introductionOf, type NotebookLink, type Thumbnail } from './index-page.js';
import { markdownOfPage, type ResolveLink } from './markdown.js';
import { type NotebookHtml, notebookHtml } from './notebook-page.js';
import { type PageLink, pageHtml } from './shell.js';

export interface SiteOptions {
  notebooks: string; // the folders that it is made from
  dataDir: string;
  figuresDir: string;
}

/** A site as files: name -> content. */
export type Site = Map<string, Buffer | string>;

const readIfThere = (file: string): string | null =>
  existsSync(file) ? readFileSync(file, 'utf8') : null;

/** A figure's title as figures/ has it, without Plotly's elements. */
function figureTitle(figuresDir: string, name: string): string {
  const json = readIfThere(path.join(figuresDir, `${name}.json`));
  const figure = JSON.parse(json ?? '{}') as { layout?: { title?: { text?: string } } };
  return (figure.layout?.title?.text ?? name).replace(/<[^>]*>/g, ' ');
}

/** All of the site. Throws naming the notebook that cannot be shown, with the remedy. */
export function makeSite({ notebooks, dataDir, figuresDir }: SiteOptions): Site {
  const files = listNotebooks(notebooks);
  if (files.length === 0) throw new Error(`There are no notebooks in ${notebooks}.`);
  const site: Site = assets();
  const names = files.map(nameOf);
  const results = readIfThere(path.join(root, 'RESULTS.md'));
  const pictures = existsSync(figuresDir)
    ? readdirSync(figuresDir)
        .filter((name) => name.endsWith('.png'))
        .sort()
    : [];
  const figureNames = new Set(pictures.map((name) => path.basename(name, '.png')));

  const useFigure = (name: string): string => {
    site.set(`figures/${name}`, readFileSync(path.join(figuresDir, name)));
    return `figures/${name}`;
  };
  const resolve: ResolveLink = (target) => {
    const [file, fragment] = target.split('#');
    const base = path.basename(file);
    const hash = fragment ? `#${fragment}` : '';
    if (file === 'RESULTS.md') return results === null ? null : `results.html${hash}`;
    if (base.endsWith('.ipynb') && names.includes(nameOf(base)))
      return `${nameOf(base)}.html${hash}`;
    return file === `figures/${base}` && pictures.includes(base) ? useFigure(base) : null;
  };

  const pages = files.map((file): NotebookHtml => {
    const addFile = (name: string, content: Buffer) => site.set(name, content);
    const options = { name: nameOf(file), figureNames, addFile, resolve };
    try {
      return notebookHtml(readNotebook(file), options);
    } catch (error) {
      const shown = path.relative(process.cwd(), file);
      throw new Error(`${shown}: ${(error as Error).message}`, { cause: error });
    }
  });

  const links: PageLink[] = pages.map(({ title }, i) => ({ title, file: `${names[i]}.html` }));
  pages.forEach(({ title, body }, i) => {
    const [previous, next] = [links[i - 1], links[i + 1]];
    site.set(links[i].file, pageHtml({ title, body, previous, next, hasFigures: true }));
  });

  /** The figures that a page shows, in the page's order. */
  const thumbnails = ({ body }: NotebookHtml, file: string): Thumbnail[] =>
    [...body.matchAll(/<figure class="figure" id="([^"]*)"/g)]
      .map(([, id]) => id)
      .filter((id) => figureNames.has(id))
      .map((id) => ({
        title: figureTitle(figuresDir, id),
        picture: useFigure(`${id}.png`),
        href: `${file}#${id}`,
      }));
  const shown = pages.map((page, i): NotebookLink => {
    return { ...links[i], name: names[i], thumbnails: thumbnails(page, links[i].file) };
  });
  const resultsLink =
    results === null ? undefined : { file: 'results.html', title: 'All results, with sources' };
  const introduction = introductionOf(readFileSync(path.join(root, 'README.md'), 'utf8'));
  const index = indexHtml(
    { introduction, notebooks: shown, sections: findingSections(dataDir), results: resultsLink },
    markdownOfPage(resolve),
  );
  site.set('index.html', pageHtml({ title: 'memorization-kit', body: index, isIndex: true }));
  if (results !== null) {
    const body = `<div class="prose">\n${markdownOfPage(resolve)(results)}</div>`;
    site.set('results.html', pageHtml({ title: 'Results', body }));
  }
  return site;
}
