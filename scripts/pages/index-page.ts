import type { FindingSection } from '../readme.js';
import { escapeHtml } from './html.js';
import type { RenderMarkdown } from './markdown.js';
import type { PageLink } from './shell.js';

/** A figure of figures/, small, which leads to where a notebook shows it. */
export interface Thumbnail {
  title: string;
  words: string; // what it shows, for those who cannot see it
  picture: string; // address on the site
  href: string;
}

export interface NotebookLink extends PageLink {
  name: string;
  thumbnails: Thumbnail[];
}

export interface IndexParts {
  introduction: string; // Markdown
  notebooks: NotebookLink[];
  sections: FindingSection[];
  results?: PageLink;
}

/** README.md from its title to what "reproduced" means, without pictures and marks. */
export function introductionOf(readme: string): string {
  const paragraphs = readme.split(/\n{2,}/);
  const last = paragraphs.findIndex((text) => text.startsWith('**Reproduced**'));
  return paragraphs
    .slice(0, Math.max(2, last + 1))
    .filter((text) => !/^(<!--|\|)/.test(text))
    .join('\n\n');
}

function thumbnailHtml({ title, words, picture, href }: Thumbnail): string {
  const [text, alt] = [escapeHtml(title), escapeHtml(words)];
  return (
    `<li><a href="${href}"><img src="${picture}" alt="${alt}" loading="lazy">` +
    `<span aria-hidden="true">${text}</span></a></li>`
  );
}

function findingHtml(
  notebook: NotebookLink,
  section: FindingSection | undefined,
  markdown: RenderMarkdown,
): string {
  const { file, title, thumbnails } = notebook;
  const pictures = thumbnails.map(thumbnailHtml).join('\n');
  return [
    '<section class="finding">',
    `<h2><a href="${file}">${escapeHtml(title)}</a></h2>`,
    section ? `<p class="lead">${escapeHtml(section.title)}</p>` : '',
    pictures && `<ul class="thumbnails">\n${pictures}\n</ul>`,
    section ? markdown(`${section.table}\n\n${section.origin}`) : '',
    '</section>',
  ]
    .filter(Boolean)
    .join('\n');
}

/** What the site opens with: each finding with its figures and its claims. */
export function indexHtml(parts: IndexParts, markdown: RenderMarkdown): string {
  const { introduction, notebooks, sections, results } = parts;
  const found = (name: string) => sections.find((section) => section.notebook === name);
  return [
    `<div class="prose">\n${markdown(introduction)}</div>`,
    results && `<p><a href="${results.file}">${escapeHtml(results.title)}</a></p>`,
    ...notebooks.map((notebook) => findingHtml(notebook, found(notebook.name), markdown)),
  ]
    .filter(Boolean)
    .join('\n');
}
