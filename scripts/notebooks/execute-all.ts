import path from 'node:path';
import { nameOf, root } from './files.js';
import { NotebookProcess, type Outcome } from './notebook-process.js';
import { ProgressLines } from './progress-lines.js';

export interface ExecuteAllOptions {
  notebooks: string[];
  /** Where the executed notebook goes; the notebook's own path executes it in place. */
  output(notebook: string): string;
  env: Record<string, string>;
  /** How long the training of a notebook should take; null where that is not known. */
  expectedSeconds?(notebook: string): number | null;
}

/** npm can pass a Ctrl-C on that has reached this process already: within this time it is the same. */
const samePressMs = 300;

export interface Executed {
  notebook: string;
  outcome: Outcome;
}

/**
 * Executes notebooks one after the other (the sweep inside one uses all cores), each to its end or
 * its first error. The first Ctrl-C (or SIGTERM) lets the running cell write its checkpoint and
 * stops there; the second ends all processes at once.
 */
export async function executeAll(options: ExecuteAllOptions): Promise<Executed[]> {
  const executed: Executed[] = [];
  let running: NotebookProcess | null = null;
  let stoppedAt: number | null = null;
  const onSignal = () => {
    if (stoppedAt === null) {
      stoppedAt = Date.now();
      process.stderr.write('\nStopping at a checkpoint; Ctrl-C again ends at once.\n');
      running?.stop();
    } else if (Date.now() - stoppedAt > samePressMs) {
      running?.kill();
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    for (const notebook of options.notebooks) {
      if (stoppedAt !== null) break;
      const { env, output, expectedSeconds } = options;
      const lines = new ProgressLines(nameOf(notebook), expectedSeconds?.(notebook));
      const { onEvent } = lines;
      running = new NotebookProcess({ input: notebook, output: output(notebook), env, onEvent });
      const outcome = await running.outcome;
      lines.finish(inWords(outcome));
      executed.push({ notebook, outcome });
      if (outcome.status === 'stopped') break;
    }
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
  return executed;
}

function inWords(outcome: Outcome): string {
  if (outcome.status === 'failed') return `failed in cell ${outcome.failure.number}`;
  return outcome.status === 'broken' ? 'could not be executed' : outcome.status;
}

/** Tells on stderr why notebooks failed, and returns their names. */
export function reportFailures(executed: Executed[]): string[] {
  const failed = executed.filter(
    ({ outcome: { status } }) => status === 'failed' || status === 'broken',
  );
  for (const { notebook, outcome } of failed) {
    const place = path.relative(root, notebook);
    if (outcome.status === 'broken') console.error(`\n${place}: ${outcome.reason}`);
    if (outcome.status !== 'failed') continue;
    const { number, ename, evalue, traceback } = outcome.failure;
    const message = `${ename}: ${evalue}`;
    console.error(`\n${place}, code cell ${number}: ${message}`);
    for (const line of withoutMessage(message, traceback)) console.error(`    ${line}`);
  }
  return failed.map(({ notebook }) => nameOf(notebook));
}

/** Of a traceback that repeats the message only where it was thrown: an error's fields can be long. */
function withoutMessage(message: string, traceback: string[]): string[] {
  const text = traceback.join('\n');
  if (!text.startsWith(message)) return text.split('\n');
  return text.split('\n').filter((line) => /^\s*at /.test(line));
}

export const wasStopped = (executed: Executed[]): boolean =>
  executed.some(({ outcome }) => outcome.status === 'stopped');
