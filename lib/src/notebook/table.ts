import { display, type MimeBundle } from './display';
import { originOfRuns } from '../results/origin';
import { columnFormat } from './numbers';
import { escapeHtml } from './text';
import { lookOf } from './verdict-looks';

/** What of a frame of runs, or of a danfojs DataFrame, the table reads. */
export interface DataFrameLike {
  columns: string[];
  values: unknown;
}

export interface TableOptions {
  columns?: readonly string[]; // which, in which order; default: all
  digits?: number; // significant digits of numbers that are not whole, default 4
  caption?: string;
  of?: readonly { profile: string }[]; // the runs that it shows: the caption says which profile, how many
  fold?: string; // this line alone is shown, until the reader opens it
  maxRows?: number; // default 50; the table says how many it leaves out
  wrap?: number; // longest line of a text cell, in characters, in the plain text; default none
}

interface Column {
  heading: string;
  cells: string[];
  numeric: boolean;
}

function rowsOf(data: readonly object[] | DataFrameLike): Record<string, unknown>[] {
  if (!('columns' in data)) return data as Record<string, unknown>[];
  const values = data.values as unknown[][];
  return values.map((row) => Object.fromEntries(data.columns.map((column, i) => [column, row[i]])));
}

/** All columns, with as many cells as are shown; their format is that of all rows. */
function layOut(
  all: readonly Record<string, unknown>[],
  { columns, digits = 4, maxRows = 50 }: TableOptions,
): Column[] {
  const known = [...new Set(all.flatMap((row) => Object.keys(row)))];
  return (columns ?? known).map((heading) => {
    if (all.length > 0 && !known.includes(heading)) {
      throw new Error(`The table has no column "${heading}"; it has ${known.join(', ')}.`);
    }
    const values = all.map((row) => row[heading]);
    const numeric = values.some((value) => typeof value === 'number');
    const cells = values.slice(0, maxRows).map(columnFormat(values, digits));
    return { heading, cells, numeric };
  });
}

/** A table as HTML, everything in it escaped, and as aligned text; numbers to the right. */
export function tableBundle(
  data: readonly object[] | DataFrameLike,
  options: TableOptions = {},
): MimeBundle {
  const all = rowsOf(data);
  const columns = layOut(all, options);
  const count = Math.min(all.length, options.maxRows ?? 50);
  const omitted = all.length > count ? `${all.length - count} more rows` : '';
  const caption = captionOf(options);
  const table = html(columns, count, caption, omitted);
  const { fold } = options;
  return {
    'text/html': fold ? `<details><summary>${escapeHtml(fold)}</summary>${table}</details>` : table,
    'text/plain': text(columns, count, { ...options, caption }, omitted),
  };
}

/**
 * Shows rows, a frame of runs or a danfojs DataFrame as a table below the cell. Throws when a column
 * that `options` names does not exist.
 */
export function showTable(
  data: readonly object[] | DataFrameLike,
  options: TableOptions = {},
): void {
  display(tableBundle(data, options));
}

function captionOf({ caption, of }: TableOptions): string {
  if (!of) return caption ?? '';
  const origin = originOfRuns(of);
  return caption ? `${caption} (${origin})` : `${origin[0].toUpperCase()}${origin.slice(1)}`;
}

function html(columns: Column[], count: number, caption = '', omitted = ''): string {
  const line = (tag: 'th' | 'td', text: (column: Column) => string): string => {
    const cells = columns.map((column) => {
      const [cell, side] = [text(column), column.numeric ? 'right' : 'left'];
      const look = tag === 'td' ? lookOf(cell) : '';
      const style = [`text-align: ${side}`, look].filter(Boolean).join(';');
      return `<${tag} style="${style}">${escapeHtml(cell)}</${tag}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  };
  const body = Array.from({ length: count }, (_, i) => line('td', ({ cells }) => cells[i]));
  return [
    '<table>',
    caption && `<caption>${escapeHtml(caption)}</caption>`,
    `<thead>${line('th', ({ heading }) => heading)}</thead>`,
    `<tbody>${body.join('\n')}</tbody>`,
    '</table>',
    omitted && `<p>${omitted}</p>`,
  ]
    .filter(Boolean)
    .join('\n');
}

function text(columns: Column[], count: number, options: TableOptions, omitted: string): string {
  const { caption = '', wrap = Infinity } = options;
  const rows = Array.from({ length: count }, (_, i) =>
    columns.map(({ cells, numeric }) => (numeric ? [cells[i]] : wrapped(cells[i], wrap))),
  );
  const widths = columns.map(({ heading }, i) =>
    Math.max(heading.length, ...rows.flatMap((row) => row[i].map((line) => line.length))),
  );
  const pad = (cell: string, i: number) =>
    columns[i].numeric ? cell.padStart(widths[i]) : cell.padEnd(widths[i]);
  const line = (cells: string[]) => cells.map(pad).join('  ').trimEnd();
  const body = rows.flatMap((row) => {
    const height = Math.max(1, ...row.map((lines) => lines.length));
    return Array.from({ length: height }, (_, i) => line(row.map((lines) => lines[i] ?? '')));
  });
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const heading = line(columns.map((column) => column.heading));
  return [caption, heading, rule, ...body, omitted].filter(Boolean).join('\n');
}

/** `text` in lines of at most `width` characters, broken between words. */
export function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
