import { outOfMemory, WriteError } from '../engine/node';
import type { Run } from './events';
import type { DoRun, FromWorker, ToWorker, Work, WorkModule } from './messages';
import { exitWithParent } from './watchdog';

/*
 * The program of a worker process: does the runs that the sweep sends, one after the other. It ends
 * when told to, after a run that failed (a fresh process is the cleanest start for the next one),
 * and when the sweep's process dies.
 */

const progressEveryMs = 200; // a small model makes a thousand steps a second

let doRun: DoRun | null = null;
let running = false;
const stopping = new AbortController();

function tell(message: FromWorker): Promise<void> {
  return new Promise((sent) => {
    if (process.connected) process.send?.(message, () => sent());
    else sent();
  });
}

async function open({ module, options }: Work): Promise<void> {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    doRun = (require(module) as WorkModule).openWork(options);
  } catch (error) {
    await tell({ type: 'unusable', reason: (error as Error).message });
    process.exit(1);
  }
}

async function perform(run: Run): Promise<void> {
  let lastReport = -Infinity;
  try {
    if (!doRun) throw new Error('A run was sent before the work.');
    const outcome = await doRun(run, {
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
    const stopped = stopping.signal.aborted && error === stopping.signal.reason;
    if (!stopped) {
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      const hopeless = error instanceof WriteError && error.lasting;
      await tell({ type: 'failed', reason: outOfMemory(message) ?? message, stack, hopeless });
    }
    process.exit(1);
  }
}

function stop(): void {
  stopping.abort(new DOMException('The sweep was stopped.', 'AbortError'));
  if (!running) process.exit(0);
}

process.on('message', (message: ToWorker) => {
  if (message.type === 'init') void open(message.work);
  else if (message.type === 'abort') stop();
  else if (message.type === 'exit') process.exit(0);
  else {
    running = true;
    void perform(message.run).finally(() => (running = false));
  }
});
process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group; the sweep decides
exitWithParent(Number(process.argv[2]));
