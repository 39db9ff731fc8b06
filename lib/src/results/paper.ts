import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from '../base/node';
import { paperSchemas, type PaperRow, type PaperTable, type PaperTables } from '../experiment';
import { readTable } from './read-table';

/*
 * The numbers printed in the papers, from data/paper/*.csv. Lines that start with # are comments:
 * the first names the paper and the table.
 */

const names = Object.keys(paperSchemas) as PaperTable[];

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
