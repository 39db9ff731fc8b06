/** What a run that was stopped by an interrupt of its cell throws (the reason of its signal). */
export class KeyboardInterrupt extends Error {
  override name = 'KeyboardInterrupt';
  constructor() {
    super('the cell was interrupted');
  }
}

let controller: AbortController | null = null;

/**
 * A signal that aborts when the running cell is interrupted (in JupyterLab: the stop button or
 * I, I). Ask for it in the cell that uses it: after an interrupt the next call gives a fresh one.
 * Outside a kernel it never aborts.
 */
export function kernelSignal(): AbortSignal {
  if (!controller) {
    controller = new AbortController();
    process.once('kernelInterrupt', () => {
      const interrupted = controller;
      controller = null;
      interrupted?.abort(new KeyboardInterrupt());
    });
  }
  return controller.signal;
}
