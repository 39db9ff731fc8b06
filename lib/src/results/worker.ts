import { type FlatConfig, outOfMemory, WriteError } from '../engine';
import type { Finding } from '../findings/finding';
import { TrainingInterrupted } from '../training';
import type { PlannedRun } from './runs';
import { type TrainOptions, trainRun } from './train-run';
import { exitWithParent } from './watchdog';
import type { FindingSource, FromWorker, ToWorker } from './worker-messages';

/*
 * The program of a worker process: trains the runs that the sweep sends, one after the other.
 * It ends when told to, after a run that failed (a fresh process is the cleanest start for the
 * next one), and when the sweep's process dies.
 */

const progressEveryMs = 200; // a small model makes a thousand steps a second

type AnyFinding = Finding<FlatConfig, unknown>;

let finding: AnyFinding | null = null;
let options: TrainOptions | null = null;
const stopping = new AbortController();

function tell(message: FromWorker): Promise<void> {
  return new Promise((sent) => {
    if (process.connected) process.send?.(message, () => sent());
    else sent();
  });
}

async function init(source: FindingSource, trainOptions: TrainOptions): Promise<void> {
  try {
    finding = loadFinding(source);
    options = trainOptions;
    await tell({ type: 'ready' });
  } catch (error) {
    await tell({ type: 'unusable', reason: (error as Error).message });
    process.exit(1);
  }
}

function loadFinding(source: FindingSource): AnyFinding {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const loaded = require(source.module) as Record<string, AnyFinding | Record<string, AnyFinding>>;
  const found = source.export
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], loaded);
  if (!found) throw new Error(`${source.module} exports no finding "${source.export}".`);
  return found as AnyFinding;
}

async function train(run: PlannedRun<FlatConfig>): Promise<void> {
  if (!finding || !options) throw new Error('A run was sent before the finding.');
  let lastReport = -Infinity;
  try {
    const outcome = await trainRun(finding, run, options, {
      signal: stopping.signal,
      onStart: () => void tell({ type: 'start' }),
      onProgress: (progress) => {
        if (performance.now() - lastReport < progressEveryMs) return;
        lastReport = performance.now();
        void tell({ type: 'progress', progress });
      },
    });
    await tell({ type: 'finished', outcome });
    if (stopping.signal.aborted) process.exit(0);
  } catch (error) {
    if (!isStop(error)) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      const reason = outOfMemory(message) ?? message;
      const hopeless = error instanceof WriteError && error.lasting;
      await tell({ type: 'failed', reason, stack: stack ?? '', hopeless });
    }
    process.exit(1);
  }
}

function isStop(error: unknown): boolean {
  const { signal } = stopping;
  return signal.aborted && (error === signal.reason || error instanceof TrainingInterrupted);
}

let training = false;

function stop(): void {
  stopping.abort(new DOMException('The sweep was stopped.', 'AbortError'));
  if (!training) process.exit(0);
}

process.on('message', (message: ToWorker) => {
  if (message.type === 'init') void init(message.source, message.options);
  else if (message.type === 'abort') stop();
  else if (message.type === 'exit') process.exit(0);
  else {
    training = true;
    void train(message.run).finally(() => (training = false));
  }
});
process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group; the sweep decides
exitWithParent(Number(process.argv[2]));
