/** How often the parent is looked for, and how long the kernel may take to end by itself. */
const pollMs = 1000;
const graceMs = 3000;

/**
 * Ends this kernel when the Jupyter process that started it dies, however it died: `orphaned` is
 * called first, and a kernel that is still there after three seconds is killed. Belongs into a
 * thread that no cell can block.
 */
export function watchParent(parent: number, orphaned: () => void): void {
  const timer = setInterval(() => {
    // An orphan gets another parent; the old process id could by then belong to someone else.
    if (process.ppid === parent) return;
    clearInterval(timer);
    orphaned();
    killAfterGrace();
  }, pollMs);
}

/** Ends the kernel, with all that it started, if it has not ended by itself soon. */
export function killAfterGrace(): void {
  setTimeout(() => {
    killGroup();
    process.kill(process.pid, 'SIGKILL');
  }, graceMs);
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
