import mathInMarkdown from '@vscode/markdown-it-katex';
import MarkdownIt from 'markdown-it';
import { escapeHtml, headingId } from './html.js';

/** Where a relative link or picture of a document is on the site; null where the site has it not. */
export type ResolveLink = (target: string, kind: 'link' | 'picture') => string | null;

const verdictClasses: Record<string, string> = {
  reproduced: 'yes',
  'partly reproduced': 'partly',
  'not reproduced': 'no',
  'no data': 'none',
  held: 'yes',
  'partly held': 'partly',
  'not held': 'no',
  passed: 'yes',
  'not passed': 'no',
};

/**
 * A renderer of Markdown: formulas by KaTeX, here and not in the browser; HTML in it shows as text;
 * a relative link that leads nowhere on the site is left as its words.
 */
function renderer(resolve: ResolveLink): MarkdownIt {
  const markdown = new MarkdownIt({ html: false, typographer: false });
  markdown.use(mathInMarkdown, { throwOnError: false });
  const { rules } = markdown.renderer;
  const seen = new Map<string, number>();

  rules.heading_open = (tokens, i, options, _env, self) => {
    const id = headingId(tokens[i + 1].content);
    const count = seen.get(id) ?? 0;
    seen.set(id, count + 1);
    tokens[i].attrSet('id', count ? `${id}-${count}` : id);
    return self.renderToken(tokens, i, options);
  };
  rules.link_open = (tokens, i, options, _env, self) => {
    const href = tokens[i].attrGet('href') ?? '';
    const target = /^(https?:|mailto:|#)/.test(href) ? href : resolve(decodeURI(href), 'link');
    if (target === null) {
      // The element that closes it is found by its level.
      const close = tokens.findIndex(
        ({ type, level }, j) => j > i && type === 'link_close' && level === tokens[i].level,
      );
      tokens[i].tag = tokens[close].tag = 'span';
      tokens[i].attrs = [['title', href]];
    } else {
      tokens[i].attrSet('href', target);
    }
    return self.renderToken(tokens, i, options);
  };
  rules.image = (tokens, i) => {
    const [alt, src] = [
      escapeHtml(tokens[i].content),
      resolve(tokens[i].attrGet('src') ?? '', 'picture'),
    ];
    return src === null ? alt : `<img src="${escapeHtml(src)}" alt="${alt}" loading="lazy">`;
  };
  rules.table_open = () =>
    '<div class="scroll" role="region" aria-label="table" tabindex="0"><table>\n';
  rules.table_close = () => '</table></div>\n';
  rules.td_open = (tokens, i, options, _env, self) => {
    const verdict = verdictClasses[tokens[i + 1].content];
    if (verdict) tokens[i].attrJoin('class', `verdict ${verdict}`);
    return self.renderToken(tokens, i, options);
  };
  return markdown;
}

/** Markdown as HTML. Throws, with the formula, when one of its formulas is not understood. */
export type RenderMarkdown = (text: string) => string;

/** The renderer of one page, in which no two headings get the same id. */
export function markdownOfPage(resolve: ResolveLink): RenderMarkdown {
  const markdown = renderer(resolve);
  return (text) => {
    const html = markdown.render(text);
    const [, message] = /<span class="katex-error" title="([^"]*)"/.exec(html) ?? [];
    if (message) throw new Error(`a formula is not understood: ${message}`);
    return html;
  };
}
