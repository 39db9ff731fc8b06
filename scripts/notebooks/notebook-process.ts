import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { kernelName, root } from './files.js';

export interface CellFailure {
  number: number; // among the code cells, from 1
  ename: string;
  evalue: string;
  traceback: string[];
}

export type NotebookEvent =
  | { event: 'cell'; number: number; count: number }
  | { event: 'text'; text: string }
  | ({ event: 'failed' } & CellFailure)
  | { event: 'done' }
  | { event: 'stopped' };

export type Outcome =
  | { status: 'done' | 'stopped' }
  | { status: 'failed'; failure: CellFailure }
  | { status: 'broken'; reason: string }; // Jupyter itself did not work

export interface NotebookOptions {
  input: string;
  output: string; // the executed notebook
  env: Record<string, string>; // added to the environment of the kernel
  onEvent(event: NotebookEvent): void;
}

/** How long Jupyter may take to kill its kernel. */
const killMs = 1000;

/** The execution of one notebook by Jupyter, in a process of its own. */
export class NotebookProcess {
  private readonly child: ChildProcess;
  private stopping = false;
  readonly outcome: Promise<Outcome>;

  constructor(options: NotebookOptions) {
    const { input, output, env, onEvent } = options;
    mkdirSync(path.dirname(output), { recursive: true });
    const script = path.join(root, 'scripts', 'execute_notebook.py');
    this.child = spawn(
      path.join(root, '.venv', 'bin', 'python'),
      [script, input, output, path.dirname(input), kernelName],
      {
        env: { ...environment(), ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true, // Ctrl-C must reach only this process, which then decides
      },
    );
    this.outcome = this.follow(onEvent);
  }

  private async follow(onEvent: (event: NotebookEvent) => void): Promise<Outcome> {
    let last: NotebookEvent | null = null;
    let complaints = '';
    this.child.stderr?.on('data', (text: Buffer) => {
      complaints = (complaints + text.toString()).slice(-4000);
    });
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      last = JSON.parse(line) as NotebookEvent;
      onEvent(last);
    });
    const reason = await new Promise<string>((resolve) => {
      this.child.on('error', (error) => resolve(`${error.message}; run "npm run setup"`));
      this.child.on('close', (code, signal) => resolve(`Jupyter ended with ${signal ?? code}`));
    });
    const outcome = outcomeOf(last, `${reason}\n${complaints}`.trim());
    // Jupyter may be stopped before it can say so.
    return this.stopping && outcome.status === 'broken' ? { status: 'stopped' } : outcome;
  }

  /** Interrupts the running cell and ends, as soon as it has written its checkpoint. */
  stop(): void {
    this.stopping = true;
    this.child.kill('SIGINT');
  }

  /** Ends at once, with the kernel and all that it started. */
  kill(): void {
    this.stopping = true;
    this.child.kill('SIGTERM');
    setTimeout(() => this.child.kill('SIGKILL'), killMs).unref(); // the kernel then ends itself
  }
}

function outcomeOf(last: NotebookEvent | null, reason: string): Outcome {
  if (last?.event === 'done' || last?.event === 'stopped') return { status: last.event };
  if (last?.event === 'failed') return { status: 'failed', failure: last };
  return { status: 'broken', reason };
}

/** The kernel is started as `node`: the Node that this runs on must be the first that is found. */
function environment(): NodeJS.ProcessEnv {
  const bins = [path.dirname(process.execPath), path.join(root, '.venv', 'bin')];
  const found = [...bins, process.env.PATH ?? ''].join(path.delimiter);
  return { ...process.env, PATH: found, PYTHONNOUSERSITE: '1', JUPYTER_PLATFORM_DIRS: '1' };
}
