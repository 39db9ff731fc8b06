import type { FlatConfig } from '../engine';
import type { Result } from './result';

export type Cell = number | string | boolean | null;
export type Row = Record<string, Cell>;

/**
 * One flat row a result: its configuration, then its measurements, with nested ones under dotted
 * names ('loss.final'). Lists are left out; a measurement named as a configuration key is an error.
 */
export function toRows<C extends FlatConfig, M>(results: Result<C, M>[]): Row[] {
  return results.map(({ config, measurements }) => {
    const row: Row = { ...config };
    for (const [name, value] of flattened(measurements)) {
      if (Object.hasOwn(config, name)) {
        throw new TypeError(
          `"${name}" is a measurement and a key of the configuration. Rename one.`,
        );
      }
      row[name] = value;
    }
    return row;
  });
}

function flattened(value: unknown, name = ''): [string, Cell][] {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return [[name || 'value', value as Cell]];
  return Object.entries(value).flatMap(([key, item]) =>
    flattened(item, name ? `${name}.${key}` : key),
  );
}

/** The part of danfojs's DataFrame that notebooks use; its own types would make every cell slow. */
export interface DataFrame {
  readonly columns: string[];
  readonly shape: [number, number];
  column(name: string): { readonly values: Cell[]; mean(): number };
  groupby(columns: string[]): {
    agg(operations: Record<string, string | string[]>): DataFrame;
    mean(columns?: string[]): DataFrame;
    count(columns?: string[]): DataFrame;
  };
  query(condition: unknown): DataFrame;
  sortValues(by: string, options?: { ascending?: boolean }): DataFrame;
  loc(selection: { rows?: (number | string)[]; columns?: string[] }): DataFrame;
  print(): void;
}

interface Danfo {
  DataFrame: new (rows: Cell[][], options: { columns: string[]; dtypes: string[] }) => DataFrame;
}

/**
 * Rows as a danfojs DataFrame, for groupby and the like; loads danfojs on the first call.
 * Columns are those of all rows; a cell that a row lacks is NaN in a column of numbers, else ''.
 * Throws a TypeError for a column that mixes numbers with other values.
 */
export function toDataFrame(rows: Row[]): DataFrame {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const danfo = require('danfojs-node') as Danfo;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const types = columns.map((column) => columnType(column, rows));
  const values = rows.map((row) =>
    columns.map((column, i) => row[column] ?? (types[i] === 'string' ? '' : NaN)),
  );
  return new danfo.DataFrame(values, { columns, dtypes: types });
}

/** Given to danfojs because its own guess takes [1e-9, 2, 3] for whole numbers. */
function columnType(column: string, rows: Row[]): string {
  const present = rows.map((row) => row[column] ?? null).filter((cell) => cell !== null);
  const kinds = new Set(present.map((cell) => typeof cell));
  if (kinds.size > 1) {
    throw new TypeError(`The column "${column}" mixes ${[...kinds].join(' and ')} values.`);
  }
  if (kinds.has('string')) return 'string';
  if (kinds.has('boolean')) return present.length === rows.length ? 'boolean' : 'string';
  const whole = present.length === rows.length && present.every((cell) => Number.isInteger(cell));
  return whole ? 'int32' : 'float32';
}
