import * as fs from 'node:fs';
import * as path from 'node:path';
import Papa from 'papaparse';
import type * as z from 'zod';
import { projectRoot } from '../base/node';
import { paperSchemas, type PaperRow, type PaperTable, type PaperTables } from '../experiment';

/*
 * The numbers printed in the papers, from data/paper/*.csv. Lines that start with # are comments:
 * the first names the paper and the table.
 */

const names = Object.keys(paperSchemas) as PaperTable[];

/**
 * Reads a table of CSV with # comments into checked rows.
 * Throws an Error naming file, row and column of a value that does not fit.
 */
function readTable<T>(file: string, row: z.ZodType<T>): T[] {
  const text = fs.readFileSync(file, 'utf8');
  const parsed = Papa.parse<unknown>(text, { header: true, comments: '#', skipEmptyLines: true });
  if (parsed.errors.length > 0) {
    const { message, row: line } = parsed.errors[0];
    throw new Error(`${path.basename(file)}, row ${(line ?? 0) + 1}: ${message}.`);
  }
  return parsed.data.map((values, i) => {
    const checked = row.safeParse(values);
    if (checked.success) return checked.data;
    const { path: column, message } = checked.error.issues[0];
    throw new Error(`${path.basename(file)}, row ${i + 1}, ${column.join('.')}: ${message}`);
  });
}

/** The file of a table, relative to the project. */
export const paperFile = (table: PaperTable): string => `data/paper/${paperSchemas[table].file}`;

/** The rows of a table. Throws naming the file and the cell that is amiss. */
export function paperTable<T extends PaperTable>(table: T): PaperRow<T>[] {
  const { row } = paperSchemas[table];
  return readTable<unknown>(path.join(projectRoot(), paperFile(table)), row) as PaperRow<T>[];
}

/** All tables, each read when it is first asked for; `onRead` is told which. */
export function paperTables(onRead: (table: PaperTable) => void = () => {}): PaperTables {
  const tables = {} as PaperTables;
  for (const table of names) {
    let rows: PaperRow<PaperTable>[] | null = null;
    Object.defineProperty(tables, table, {
      get() {
        onRead(table);
        return (rows ??= paperTable(table));
      },
    });
  }
  return tables;
}

/** What is wrong in a folder of the papers' tables: one sentence each; none when all can be read. */
export function checkPaperTables(folder: string): string[] {
  const known = new Set(names.map((table) => paperSchemas[table].file));
  const unknown = fs.readdirSync(folder).filter((name) => !known.has(name) && name !== 'README.md');
  const unreadable = names.flatMap((table) => {
    const { file, row } = paperSchemas[table];
    try {
      const rows = readTable<unknown>(path.join(folder, file), row);
      return rows.length > 0 ? [] : [`${file} has no rows.`];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  return [...unreadable, ...unknown.map((name) => `${name} is no table that the kit knows.`)];
}
