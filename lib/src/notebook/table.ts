import { display, type MimeBundle } from './display';
import { columnFormat } from './numbers';
import { escapeHtml } from './text';

/** What of a danfojs DataFrame the table reads. */
export interface DataFrameLike {
  columns: string[];
  values: unknown;
}

export type Row = Record<string, unknown>;

export interface TableOptions {
  columns?: readonly string[] | Record<string, string>; // which, in which order; or key -> heading
  digits?: number; // significant digits of numbers that are not whole, default 4
  caption?: string;
  maxRows?: number; // default 50; the table says how many it leaves out
  wrap?: number; // longest line of a text cell, in characters, in the plain text; default none
}

interface Column {
  heading: string;
  cells: string[];
  numeric: boolean;
}

function isDataFrame(data: readonly object[] | DataFrameLike): data is DataFrameLike {
  return !Array.isArray(data) && 'columns' in data && 'values' in data;
}

function rowsOf(data: readonly object[] | DataFrameLike): Row[] {
  if (!isDataFrame(data)) return data as Row[];
  const values = data.values as unknown[][];
  return values.map((row) => Object.fromEntries(data.columns.map((column, i) => [column, row[i]])));
}

function headings(rows: readonly Row[], columns: TableOptions['columns']): [string, string][] {
  if (Array.isArray(columns)) return columns.map((key: string) => [key, key]);
  if (columns) return Object.entries(columns);
  const keys = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...keys].map((key) => [key, key]);
}

function layOut(rows: readonly Row[], options: TableOptions, all: readonly Row[]): Column[] {
  return headings(all, options.columns).map(([key, heading]) => {
    const values = all.map((row) => row[key]);
    if (all.length > 0 && !all.some((row) => key in row)) {
      const known = [...new Set(all.flatMap((row) => Object.keys(row)))].join(', ');
      throw new Error(`The table has no column "${key}"; it has ${known}.`);
    }
    const format = columnFormat(values, options.digits ?? 4);
    const numeric = values.some((value) => typeof value === 'number');
    return { heading, cells: rows.map((row) => format(row[key])), numeric };
  });
}

/** A table as HTML, everything in it escaped, and as aligned text; numbers to the right. */
export function tableBundle(
  data: readonly object[] | DataFrameLike,
  options: TableOptions = {},
): MimeBundle {
  const all = rowsOf(data);
  const rows = all.slice(0, options.maxRows ?? 50);
  const columns = layOut(rows, options, all);
  const omitted = all.length > rows.length ? `${all.length - rows.length} more rows` : '';
  return {
    'text/html': html(columns, rows.length, options.caption, omitted),
    'text/plain': text(columns, rows.length, options, omitted),
  };
}

/**
 * Shows rows or a danfojs DataFrame as a table below the cell. Throws when a column that `options`
 * names does not exist.
 */
export function showTable(
  data: readonly object[] | DataFrameLike,
  options: TableOptions = {},
): void {
  display(tableBundle(data, options));
}

function html(columns: Column[], count: number, caption = '', omitted = ''): string {
  const cell = (tag: 'th' | 'td', text: string, { numeric }: Column) =>
    `<${tag} style="text-align: ${numeric ? 'right' : 'left'}">${escapeHtml(text)}</${tag}>`;
  const line = (cells: string[]) => `<tr>${cells.join('')}</tr>`;
  const body = Array.from({ length: count }, (_, i) =>
    line(columns.map((column) => cell('td', column.cells[i], column))),
  );
  return [
    '<table>',
    caption && `<caption>${escapeHtml(caption)}</caption>`,
    `<thead>${line(columns.map((column) => cell('th', column.heading, column)))}</thead>`,
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
function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
