import { findSourceMap, type SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

interface RunCell {
  number: number; // as the notebook shows it
  lines: string[];
  map: SourceMap;
}

/** A place in the text of a cell; lines and columns count from 1. */
export interface CellPlace {
  cell: number;
  line: number;
  column: number;
  source: string;
}

const prefix = 'notebook-cell:';
const kernelFolder = path.resolve(__dirname, '..');
const kernelFrame = /\bnode:(internal|vm\b)|\bnode:diagnostics_channel/;

/** The name under which V8 knows the code of a run. */
export const scriptName = (run: number): string => `${prefix}${run}`;

/**
 * Stack traces as a reader of the notebook wants them: places in cells are those of the cell's own
 * text, with the line itself; the kernel's frames are left out; paths are relative to `root`.
 */
export class Traces {
  private readonly cells = new Map<number, RunCell>();

  constructor(private readonly root: string) {}

  /** Makes all stacks of this process be written so, whoever asks for them. */
  install(): void {
    Error.prepareStackTrace = (error, frames) => {
      const shown = frames.map((frame) => this.frame(frame)).filter((line) => line !== null);
      const head = headOf(error);
      return [head, ...shown.map((line) => `    at ${line}`)].join('\n');
    };
  }

  remember(run: number, number: number, code: string, map: SourceMap): void {
    this.cells.set(run, { number, lines: code.split('\n'), map });
  }

  private frame(frame: NodeJS.CallSite): string | null {
    const file = frame.getFileName() ?? '';
    const text = `${frame as unknown as string}`;
    if (file.startsWith(prefix)) return this.inCell(frame, file, text);
    if (kernelFrame.test(text) || file.startsWith(kernelFolder + path.sep)) return null;
    if (file === `${kernelFolder}.js`) return null;
    const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
    if (line === null || column === null || file === '') return text;
    return text.replace(`${file}:${line}:${column}`, this.inFile(file, line, column));
  }

  private inCell(frame: NodeJS.CallSite, file: string, text: string): string | null {
    const [line, column] = [frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1];
    const place = this.place(Number(file.slice(prefix.length)), line, column);
    if (!place) return null;
    const where = `cell ${place.cell}:${place.line}:${place.column}`;
    const called = text.slice(0, text.indexOf(file)).replace(/^(async )?(eval )?\(?$/, '');
    const shown = called === '' ? where : `${called}${where})`;
    const source = place.source.trim();
    return source === '' ? shown : `${shown}: ${source}`;
  }

  /** The place in a cell's text of one in its compiled code. */
  private place(run: number, line: number, column: number): CellPlace | null {
    const cell = this.cells.get(run);
    // The code is preceded by one line of the kernel's, and the text in its module by another.
    const origin = cell && originOf(cell.map, line - 1, column);
    if (!origin || origin.line < 2) return null;
    const source = cell.lines[origin.line - 2];
    if (source === undefined) return null;
    return { cell: cell.number, line: origin.line - 1, column: origin.column, source };
  }

  private inFile(file: string, line: number, column: number): string {
    const local = file.startsWith('file://') ? fileURLToPath(file) : file;
    const origin = originOf(findSourceMap(file), line, column);
    if (!origin) return `${this.shown(local)}:${line}:${column}`;
    const source = origin.file.startsWith('file://')
      ? fileURLToPath(origin.file)
      : path.resolve(path.dirname(local), origin.file);
    return `${this.shown(source)}:${origin.line}:${origin.column}`;
  }

  private shown(file: string): string {
    return file.startsWith(`${this.root}${path.sep}`) ? path.relative(this.root, file) : file;
  }
}

/** Where a place of compiled code comes from; lines and columns count from 1. */
function originOf(map: SourceMap | undefined, line: number, column: number) {
  const entry = map?.findEntry(line - 1, column - 1);
  if (!entry || !('originalLine' in entry)) return null;
  const { originalSource, originalLine, originalColumn } = entry;
  return { file: originalSource, line: originalLine + 1, column: originalColumn + 1 };
}

/** `name: message` of anything that has a stack. */
function headOf(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}
