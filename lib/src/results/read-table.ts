import * as fs from 'node:fs';
import * as path from 'node:path';
import Papa from 'papaparse';
import type * as z from 'zod';

/**
 * Reads a table of CSV with # comments into checked rows.
 * Throws an Error naming file, row and column of a value that does not fit.
 */
export function readTable<T>(file: string, row: z.ZodType<T>): T[] {
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
