import { inspect } from 'node:util';
import type { CellSink } from 'tslab/dist/executor.js';
import {
  type CellLine,
  type Diagnostic,
  type Failure,
  describeDiagnostics,
  describeInterrupt,
  describeStray,
  describeThrown,
  isLateInterrupt,
} from './failure.js';
import { announceInterrupt } from './sigint.js';

/** Shows the value of a cell's last expression. */
export type ShowValue = (bundle: Record<string, unknown>) => void;

const displayMethod = Symbol.for('Jupyter.display');

/**
 * Collects all that a cell reports while it runs, in whatever way it reaches the process: thrown
 * values, compiler messages, promises that nobody awaited, callbacks that threw, an interrupt.
 */
export class CellMonitor implements CellSink {
  private code = '';
  private thrown: Failure | null = null;
  private diagnostics: Diagnostic[] = [];
  private strays: Failure[] = [];
  private showing: Promise<void> = Promise.resolve();
  private show: ShowValue = () => {};
  private interrupted = false;
  private abandoned = false;
  private readonly compiled = new Map<string, string[]>();

  /** `root` is the project's folder: paths in tracebacks are shown relative to it. */
  constructor(private readonly root: string) {}

  begin(code: string, show: ShowValue): void {
    this.code = code;
    this.show = show;
    this.thrown = null;
    this.diagnostics = [];
    this.interrupted = this.abandoned = false;
    this.showing = Promise.resolve();
  }

  /** Waits for what the cell left behind and returns why it failed, or null if it did not. */
  async end(): Promise<Failure | null> {
    await this.showing;
    // Node reports rejections nobody handled when the microtask queue is empty, so one turn later.
    await new Promise((resolve) => setImmediate(resolve));
    const stray = this.takeStray();
    if (this.interrupted) return describeInterrupt(this.abandoned, this.thrown);
    if (this.diagnostics.length > 0) return describeDiagnostics(this.diagnostics, this.code);
    return this.thrown ?? stray;
  }

  /** The first rejection or exception that no cell has reported yet; forgets the others. */
  takeStray(): Failure | null {
    return this.strays.splice(0)[0] ?? null;
  }

  /** The cell was asked to stop; `abandoned`: its code did not, and the cell ends without it. */
  interrupt(abandoned: boolean): void {
    this.interrupted = true;
    this.abandoned ||= abandoned;
  }

  /** Remembers the compiled lines of a cell, for tracebacks. */
  remember(cell: string, compiled: string): void {
    this.compiled.set(cell, compiled.split('\n'));
  }

  /** tslab reports the value of a cell's last expression here, and nothing else. */
  log(value: unknown): void {
    this.showing = this.showing.then(async () => this.show(await bundle(value)));
    this.showing = this.showing.catch((error: unknown) => this.fail(error));
  }

  /** tslab reports a thrown value as one argument, a compiler message as a format with four. */
  error(...args: unknown[]): void {
    if (args.length === 1) return this.fail(args[0]);
    const [, file, line, column, message] = args;
    this.diagnostics.push({
      file: String(file).trim(),
      line: Number(line),
      column: Number(column),
      message: String(message),
    });
  }

  stray(kind: 'UnhandledRejection' | 'UncaughtException', thrown: unknown): void {
    if (isLateInterrupt(thrown)) return;
    this.strays.push(describeStray(kind, thrown, this.root, this.line));
  }

  fail(thrown: unknown): void {
    if (isSigintBreak(thrown)) {
      this.interrupt(false);
      announceInterrupt();
    }
    this.thrown ??= describeThrown(thrown, this.root, this.line);
  }

  private readonly line: CellLine = (cell, line) => {
    const text = this.compiled.get(cell)?.[line - 1]?.trim();
    return text === '' ? undefined : text;
  };
}

/** What `vm` throws when SIGINT breaks off synchronous code. */
function isSigintBreak(thrown: unknown): boolean {
  return (thrown as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
}

/** A value's own MIME bundle where it has one (a method named Symbol.for('Jupyter.display')). */
async function bundle(value: unknown): Promise<Record<string, unknown>> {
  const method = (value as Record<symbol, unknown>)[displayMethod];
  if (typeof method === 'function') {
    return (await method.call(value)) as Record<string, unknown>;
  }
  return { 'text/plain': inspect(value) };
}
