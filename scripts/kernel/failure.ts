import { inspect } from 'node:util';

/** The three fields by which Jupyter reports a failed cell. */
export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

const plumbing =
  /node_modules[\\/]tslab[\\/]|build[\\/]scripts[\\/]kernel|scripts[\\/]kernel[\\/.]|node:vm|node:internal/;

/** Gives the compiled text of a line of an executed cell, or undefined where it is not known. */
export type CellLine = (cell: string, line: number) => string | undefined;

/**
 * A stack frame as a reader of the notebook wants it: frames of the kernel are dropped (null), paths
 * are relative to `root`, and a frame in a cell shows the line itself, because tslab compiles cells
 * without a source map and its line numbers would mislead.
 */
function frame(line: string, root: string, cellLine: CellLine): string | null {
  if (!/^\s+at /.test(line)) return line;
  if (plumbing.test(line)) return null;
  const inCell = /^(\s+at .*?)\(?(cell-\d+):(\d+):\d+\)?$/.exec(line);
  if (!inCell) return line.replaceAll(`${root}/`, '').replaceAll('file://', '');
  const [, head, cell, number] = inCell;
  const text = cellLine(cell, Number(number));
  return `${head}${cell.replace('-', ' ')}${text ? `: ${text}` : ''}`;
}

/** Describes anything that a cell can throw, an Error or not. */
export function describeThrown(thrown: unknown, root: string, cellLine: CellLine): Failure {
  const text = inspect(thrown)
    .split('\n')
    .map((line) => frame(line, root, cellLine))
    .filter((line): line is string => line !== null);
  if (thrown instanceof Error || isErrorLike(thrown)) {
    return { ename: thrown.name || 'Error', evalue: String(thrown.message), traceback: text };
  }
  return { ename: 'Thrown', evalue: inspect(thrown), traceback: ['Thrown: ' + text.join('\n')] };
}

function isErrorLike(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'stack' in value && 'message' in value;
}

/** A rejection or exception that reached nobody: the same failure, named for what happened to it. */
export function describeStray(
  kind: 'UnhandledRejection' | 'UncaughtException',
  thrown: unknown,
  root: string,
  cellLine: CellLine,
): Failure {
  const inner = describeThrown(thrown, root, cellLine);
  const why =
    kind === 'UnhandledRejection'
      ? 'A promise that nobody awaited was rejected:'
      : 'A callback threw where nobody could catch it:';
  const evalue = `${inner.ename}: ${inner.evalue}`;
  return { ename: kind, evalue, traceback: [why, ...inner.traceback] };
}

/** One message of the TypeScript compiler about a cell; `line` and `column` count from 1. */
export interface Diagnostic {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** All messages of the compiler about one cell, each with the line it is about. */
export function describeDiagnostics(diagnostics: Diagnostic[], code: string): Failure {
  const lines = code.split('\n');
  const traceback = diagnostics.flatMap(({ file, line, column, message }) => {
    const source = file ? undefined : lines[line - 1];
    const place = `${file ? `${file} ` : ''}line ${line}: ${message}`;
    return source === undefined
      ? [place]
      : [place, `    ${source}`, `    ${' '.repeat(column - 1)}^`];
  });
  const { line, message } = diagnostics[0];
  return { ename: 'TypeScriptError', evalue: `line ${line}: ${message}`, traceback };
}

/** Errors by which interrupted training says how far it came and where it goes on. */
const lastWords = new Set(['TrainingInterrupted', 'SweepStopped']);

/**
 * The failure of an interrupted cell; `abandoned` says that its code had to be left running,
 * `thrown` is what it ended with.
 */
export function describeInterrupt(abandoned: boolean, thrown: Failure | null = null): Failure {
  const said = thrown && lastWords.has(thrown.ename) ? thrown.evalue : '';
  const evalue = said || 'the cell was interrupted';
  const note =
    'The code of the cell did not stop by itself and may go on in the background; ' +
    'restart the kernel to be sure that it does not.';
  return {
    ename: 'KeyboardInterrupt',
    evalue,
    traceback: [`KeyboardInterrupt: ${evalue}`, ...(abandoned ? [note] : [])],
  };
}

/** Code that was interrupted and left behind ends with one of these; its cell has ended before. */
export function isLateInterrupt(thrown: unknown): boolean {
  const { name } = (thrown ?? {}) as { name?: string };
  return name === 'KeyboardInterrupt' || lastWords.has(name ?? '');
}
