import { escapeHtml } from './html.js';

/** A page that others lead to. */
export interface PageLink {
  file: string;
  title: string;
}

export interface Shell {
  title: string;
  body: string;
  previous?: PageLink;
  next?: PageLink;
  isIndex?: boolean;
  hasFigures?: boolean;
}

/** Nothing but the site's own files, whatever a page may hold; `file:` for reading it from a disk. */
const policy = [
  "default-src 'none'",
  "script-src 'self' file:",
  "style-src 'self' file: 'unsafe-inline'", // KaTeX and Plotly place by styles of elements
  "img-src 'self' file: data: blob:",
  "font-src 'self' file:",
].join('; ');

function navigation({ previous, next, isIndex }: Shell): string {
  if (isIndex) return '';
  const link = (page: PageLink | undefined, rel: string, text: (title: string) => string) =>
    page
      ? `<a rel="${rel}" href="${page.file}">${text(escapeHtml(page.title))}</a>`
      : '<span></span>';
  return [
    '<nav class="pages" aria-label="pages">',
    link(previous, 'prev', (title) => `← ${title}`),
    '<a href="index.html">All findings</a>',
    link(next, 'next', (title) => `${title} →`),
    '</nav>',
  ].join('\n');
}

/** A whole page around its body. */
export function pageHtml(shell: Shell): string {
  const { title, body, hasFigures } = shell;
  const scripts = [...(hasFigures ? ['plotly.js'] : []), 'page.js'];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">', // else a browser asks a server for one
    `<title>${escapeHtml(title)}</title>`,
    '<link rel="stylesheet" href="katex/katex.css">',
    '<link rel="stylesheet" href="style.css">',
    ...scripts.map((file) => `<script defer src="${file}"></script>`),
    '</head>',
    '<body>',
    navigation(shell),
    `<main>\n${body}\n</main>`,
    navigation(shell),
    '</body>',
    '</html>',
    '',
  ]
    .filter((line, i, all) => line || i === all.length - 1)
    .join('\n');
}
