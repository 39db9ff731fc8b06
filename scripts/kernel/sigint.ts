import type { EventEmitter } from 'node:events';
// eslint-disable-next-line no-restricted-syntax -- cells are code: running them is what a kernel is for
import vm from 'node:vm';

/**
 * Keeps the kernel's SIGINT listener the only one. Node lends SIGINT to `vm` while a cell's
 * synchronous code runs; a listener that the cell adds meanwhile leaves the signal, once `vm` gives
 * it back, at its default action, and the next interrupt would end the kernel. Returns a function
 * that removes the listeners that cells have added; it is called after all synchronous code.
 */
export function guardSigint(own: () => void): () => void {
  process.on('SIGINT', own);
  const removeOthers = () => {
    if (process.listeners('SIGINT').every((listener) => listener === own)) return;
    process.removeAllListeners('SIGINT'); // only without any listener does Node let go of the signal
    process.on('SIGINT', own);
    console.error(
      'The SIGINT listener of this cell was removed: use the signal of kernelSignal().',
    );
  };
  const run = vm.runInThisContext;
  vm.runInThisContext = (code, options) => {
    try {
      // Without displayErrors `vm` does not write the line into the stack: the kernel shows it itself.
      return run(code, { ...(options as object), displayErrors: false }) as unknown;
    } finally {
      removeOthers();
    }
  };
  return removeOthers;
}

/** Tells whoever listens that the running cell should stop. */
export function announceInterrupt(): void {
  try {
    (process as EventEmitter).emit('kernelInterrupt');
  } catch (error) {
    console.error('A kernelInterrupt listener failed:', error);
  }
}
