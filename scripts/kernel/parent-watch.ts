import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

/** How often the parent is looked for, and how long the kernel may take to end by itself. */
const pollMs = 1000;
const graceMs = 3000;

/**
 * Ends this kernel when the Jupyter process that started it dies, however it died. The watch runs
 * in a thread of its own, so that a cell that blocks the main thread does not keep it from acting:
 * `orphaned` is called first, and a kernel that is still there after three seconds is killed.
 */
export function watchParent(orphaned: () => void): void {
  const watch = new Worker(__filename, { workerData: process.ppid });
  watch.on('message', orphaned);
  watch.unref();
}

/**
 * Asks what the kernel started to end (workers then write their checkpoints), if Jupyter gave the
 * kernel a process group of its own, as it does. The signal reaches the kernel too.
 */
export function killGroup(): void {
  try {
    process.kill(-process.pid, 'SIGTERM');
  } catch {
    // The kernel is not the leader of a group: there is nothing that is surely its own.
  }
}

if (!isMainThread) {
  const timer = setInterval(() => {
    // An orphan gets another parent; the old process id could by then belong to someone else.
    if (process.ppid === workerData) return;
    clearInterval(timer);
    parentPort?.postMessage('orphaned');
    setTimeout(() => {
      killGroup();
      process.kill(process.pid, 'SIGKILL');
    }, graceMs);
  }, pollMs);
}
