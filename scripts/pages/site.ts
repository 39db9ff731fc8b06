import { type Figure, inWords, wordsOf } from 'memorization-kit/plot';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  joined,
  listNotebooks,
  nameOf,
  type NotebookCell,
  readNotebook,
  root,
} from '../notebooks/files.js';
import { type FindingSection, findingSections } from '../readme.js';
import { assets } from './assets.js';
import { indexHtml, introductionOf, type Thumbnail } from './index-page.js';
import { type Links, makeLinks } from './links.js';
import { markdownOfPage } from './markdown.js';
import { type NotebookHtml, notebookHtml } from './notebook-page.js';
import { pageHtml } from './shell.js';

export interface SiteOptions {
  notebooks: string; // the folders that it is made from
  dataDir: string;
  figuresDir: string;
  incomplete?: boolean; // also from sweeps of which runs are missing
}

/** A site as files: name -> content. */
export type Site = Map<string, Buffer | string>;

interface NotebookPage extends NotebookHtml {
  name: string;
  file: string;
}

const readIfThere = (file: string): string | null =>
  existsSync(file) ? readFileSync(file, 'utf8') : null;

/** A notebook as a page. Throws naming the notebook, and the remedy if there is one. */
function notebookPage(
  notebook: string,
  site: Site,
  links: Links,
  sections: readonly FindingSection[],
): NotebookPage {
  const name = nameOf(notebook);
  const section = sections.find((each) => each.notebook === name);
  const file = `${name}.html`;
  const { resolve, figureNames, shownAt } = links;
  const addFile = (picture: string, content: Buffer) => site.set(picture, content);
  try {
    const content = readNotebook(notebook);
    const page = notebookHtml(content, { name, figureNames, addFile, resolve });
    if (section) requireProfile(content.cells, section);
    for (const id of page.figures) {
      if (figureNames.has(id)) shownAt.set(id, `${file}#${id}`);
    }
    return { ...page, name, file };
  } catch (error) {
    const shown = path.relative(process.cwd(), notebook);
    throw new Error(`${shown}: ${(error as Error).message}`, { cause: error });
  }
}

/** Throws where a notebook was executed with another profile than the index shows of its finding. */
function requireProfile(cells: NotebookCell[], { profile, notebook }: FindingSection): void {
  const texts = cells.flatMap(({ outputs = [] }) => outputs.map(({ text }) => joined(text)));
  const own = texts.map((text) => /^profile: (\w+)$/m.exec(text)?.[1]).find(Boolean);
  if (!own || own === profile) return;
  throw new Error(
    `it shows the profile ${own}, and data/ is of the profile ${profile}. Execute it again: ` +
      `npm run notebooks -- ${notebook}`,
  );
}

/** A figure of figures/ in words: its title, and what it shows. */
function figureWords(figuresDir: string, name: string): Pick<Thumbnail, 'title' | 'words'> {
  const json = readIfThere(path.join(figuresDir, `${name}.json`));
  if (json === null) return { title: name, words: name };
  const figure = JSON.parse(json) as Figure;
  return { title: wordsOf(figure.layout.title?.text ?? name), words: inWords(figure) };
}

/** All of the site. Throws naming the notebook that cannot be shown, with the remedy. */
export function makeSite(options: SiteOptions): Site {
  const { notebooks, dataDir, figuresDir, incomplete } = options;
  const files = listNotebooks(notebooks);
  if (files.length === 0) throw new Error(`There are no notebooks in ${notebooks}.`);
  const sections = findingSections(dataDir, incomplete);
  const site: Site = assets();
  const results = readIfThere(path.join(root, 'RESULTS.md'));
  const links = makeLinks({
    notebooks: files.map(nameOf),
    figuresDir,
    hasResults: results !== null,
    addFile: (name, content) => site.set(name, content),
  });

  const pages = files.map((file) => notebookPage(file, site, links, sections));
  pages.forEach(({ title, body, file }, i) => {
    const [previous, next] = [pages[i - 1], pages[i + 1]];
    site.set(file, pageHtml({ title, body, previous, next, hasFigures: true }));
  });
  if (results !== null) {
    const body = `<div class="prose">\n${markdownOfPage(links.resolve)(results)}</div>`;
    site.set('results.html', pageHtml({ title: 'Results', body }));
  }

  const thumbnail = (id: string): Thumbnail => ({
    ...figureWords(figuresDir, id),
    picture: links.useFigure(id),
    href: links.shownAt.get(id)!,
  });
  const index = indexHtml(
    {
      introduction: introductionOf(readFileSync(path.join(root, 'README.md'), 'utf8')),
      notebooks: pages.map((page) => {
        const thumbnails = page.figures.filter((id) => links.figureNames.has(id)).map(thumbnail);
        return { ...page, thumbnails };
      }),
      sections,
      results:
        results === null ? undefined : { file: 'results.html', title: 'All results, with sources' },
    },
    markdownOfPage(links.resolve),
  );
  site.set('index.html', pageHtml({ title: 'memorization-kit', body: index, isIndex: true }));
  return site;
}
