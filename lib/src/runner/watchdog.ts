import { Worker } from 'node:worker_threads';

const graceMs = 5_000; // for a checkpoint after the parent's death

/**
 * Ends this process for certain when its parent dies: a thread of its own watches, because a run
 * that computes without pause would never get to see that the channel to the parent has closed.
 * @param parent told by the parent itself: it may be dead already, and this process an orphan's child
 */
export function exitWithParent(parent: number): void {
  const code = `
    const parent = ${parent};
    setInterval(() => {
      if (process.ppid !== parent) setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${graceMs});
    }, 500);
  `;
  new Worker(code, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
}
