import { inspect } from 'node:util';
import type { Diagnostic } from '../compile/diagnostics.js';

/** The three fields by which Jupyter reports a failed cell. */
export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** What a cell's loops throw when it is interrupted. */
export class KeyboardInterrupt extends Error {
  override name = 'KeyboardInterrupt';
  constructor() {
    super('the cell was interrupted');
  }
}

/** Describes anything that a cell can throw, an Error or not. */
export function describeThrown(thrown: unknown): Failure {
  const text = safely(() => inspect(thrown)).split('\n');
  if (thrown instanceof Error || isErrorLike(thrown)) {
    return { ename: thrown.name || 'Error', evalue: String(thrown.message), traceback: text };
  }
  const shown = text.join('\n');
  return { ename: 'Thrown', evalue: shown, traceback: [`Thrown: ${shown}`] };
}

function safely(text: () => string): string {
  try {
    return text();
  } catch {
    return 'something that cannot be shown';
  }
}

function isErrorLike(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'stack' in value && 'message' in value;
}

/** A rejection or exception that reached nobody: the same failure, named for what happened to it. */
export function describeStray(
  kind: 'UnhandledRejection' | 'UncaughtException',
  thrown: unknown,
): Failure {
  const inner = describeThrown(thrown);
  const why =
    kind === 'UnhandledRejection'
      ? 'A promise that nobody awaited was rejected:'
      : 'A callback threw where nobody could catch it:';
  const evalue = `${inner.ename}: ${inner.evalue}`;
  return { ename: kind, evalue, traceback: [why, ...inner.traceback] };
}

/** All messages of the compiler about one cell, each with the line it is about. */
export function describeDiagnostics(diagnostics: Diagnostic[], cell: number): Failure {
  const traceback = diagnostics.flatMap(({ file, line, column, length, source, message }) => [
    `${file ?? `cell ${cell}`}, line ${line}, column ${column}: ${message}`,
    `    ${source}`,
    `    ${' '.repeat(column - 1)}${'^'.repeat(length)}`,
  ]);
  const { file, line, message } = diagnostics[0];
  const place = file === null ? `line ${line}` : `${file}, line ${line}`;
  return { ename: 'TypeScriptError', evalue: `${place}: ${message}`, traceback };
}

/** Errors by which interrupted training says how far it came and where it goes on. */
const lastWords = new Set(['TrainingInterrupted', 'SweepStopped']);

/**
 * The failure of an interrupted cell; `abandoned` says that its code had to be left where it was,
 * `thrown` is what it ended with.
 */
export function describeInterrupt(abandoned: boolean, thrown: Failure | null = null): Failure {
  const said = thrown && lastWords.has(thrown.ename) ? thrown.evalue : '';
  const evalue = said || 'the cell was interrupted';
  const note =
    'The cell was waiting for something. Its timers are cleared and its loops will end, but what ' +
    'it waited for (a request, another process) may go on in the background.';
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
