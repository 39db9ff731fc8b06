import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The project's folder, seen from build/scripts/notebooks. */
export const root = path.resolve(__dirname, '..', '..', '..');
export const kernelName = 'memorization-kit';

export interface CellOutput {
  output_type: 'stream' | 'display_data' | 'execute_result' | 'error';
  data?: Record<string, unknown>;
  text?: string | string[];
  ename?: string;
  evalue?: string;
}

export interface NotebookCell {
  cell_type: 'code' | 'markdown' | 'raw';
  source: string | string[];
  execution_count?: number | null;
  outputs?: CellOutput[];
}

export interface Notebook {
  cells: NotebookCell[];
  metadata: { kernelspec?: { name?: string } };
}

/** The text of a field that a notebook stores as one string or as its lines. */
export function joined(text: string | string[] | undefined): string {
  return Array.isArray(text) ? text.join('') : (text ?? '');
}

/** Reads a notebook. Throws naming the file when it is not one. */
export function readNotebook(file: string): Notebook {
  try {
    const notebook = JSON.parse(readFileSync(file, 'utf8')) as Notebook;
    if (!Array.isArray(notebook.cells)) throw new Error('it has no cells');
    return notebook;
  } catch (error) {
    throw new Error(`${file} is not a notebook: ${(error as Error).message}`, { cause: error });
  }
}

/** The notebooks of a folder in the order of their names; none if there is no such folder. */
export function listNotebooks(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const notebooks = names.filter((name) => name.endsWith('.ipynb')).sort();
  return notebooks.map((name) => path.join(folder, name));
}

/** The name by which findings know a notebook: its file name without the ending. */
export const nameOf = (file: string): string => path.basename(file, '.ipynb');
