import { joined, type Notebook, type NotebookCell } from '../notebooks/files.js';
import { highlight } from './highlight.js';
import { scrollBox } from './html.js';
import { markdownOfPage, type ResolveLink } from './markdown.js';
import { type OutputContext, outputsHtml } from './outputs.js';

export interface NotebookOptions {
  name: string; // the notebook's file name without its ending
  figureNames: ReadonlySet<string>; // of figures/
  addFile: (name: string, content: Buffer) => void;
  resolve: ResolveLink;
}

export interface NotebookHtml {
  title: string;
  body: string;
  figures: string[]; // their ids, in order
}

/** The first heading, without its marks; else the name. */
function titleOf(notebook: Notebook, name: string): string {
  const [text] = notebook.cells
    .filter(({ cell_type }) => cell_type === 'markdown')
    .map(({ source }) => /^#\s+(.+)$/m.exec(joined(source))?.[1])
    .filter((found) => found !== undefined);
  return text?.replace(/[*_`$]/g, '').trim() ?? name;
}

/** Throws when no cell has an output: a page of code alone shows nothing. */
function requireOutputs({ cells }: Notebook): void {
  const code = cells.filter(({ cell_type }) => cell_type === 'code');
  if (code.length > 0 && !code.some(({ outputs }) => outputs && outputs.length > 0)) {
    throw new Error('it has no outputs; execute it with "npm run notebooks"');
  }
}

/** The figures that a cell shows: in figures/ the number of the notebook stands before the name. */
function namesIn(source: string, notebook: string, known: ReadonlySet<string>): string[] {
  const number = /^\d+-/.exec(notebook)?.[0] ?? '';
  const quoted = [...source.matchAll(/'([\w-]+)'/g)].map(([, name]) => number + name);
  return quoted.filter((name) => known.has(name));
}

/** A notebook as HTML: prose, code, and what the code showed. Throws naming the cell that cannot. */
export function notebookHtml(notebook: Notebook, options: NotebookOptions): NotebookHtml {
  const { name, figureNames, addFile, resolve } = options;
  requireOutputs(notebook);
  const markdown = markdownOfPage(resolve);
  let pictures = 0;
  const used = new Set<string>();

  const context = (source: string): OutputContext => {
    const names = namesIn(source, name, figureNames);
    return {
      markdown,
      figureId() {
        const next = names.find((id) => !used.has(id)) ?? `figure-${pictures}`;
        used.add(next);
        return next;
      },
      addPicture(png) {
        const file = `pictures/${name}-${++pictures}.png`;
        addFile(file, png);
        return file;
      },
    };
  };
  const cellHtml = ({ cell_type, source, outputs }: NotebookCell): string => {
    const text = joined(source);
    if (cell_type === 'markdown') {
      return `<div class="prose">\n${markdown(text)}</div>`;
    }
    if (cell_type === 'raw' || !text.trim()) return '';
    const code = scrollBox(`<pre class="code"><code>${highlight(text)}</code></pre>`, 'code');
    return `${code}\n<div class="outputs">\n${outputsHtml(outputs ?? [], context(text))}\n</div>`;
  };

  const cells = notebook.cells.map((cell, i) => {
    try {
      return cellHtml(cell);
    } catch (error) {
      throw new Error(`cell ${i + 1}: ${(error as Error).message}`, { cause: error });
    }
  });
  const body = cells.filter(Boolean).join('\n');
  return { title: titleOf(notebook, name), body, figures: [...used] };
}
