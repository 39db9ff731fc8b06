import * as timers from 'node:timers';

type Handle = NodeJS.Timeout | NodeJS.Immediate;
type Callback = (...args: unknown[]) => void;

/**
 * The timers that cells set. An interrupt clears those that were set in the run that it ends, so
 * that nothing of it goes on.
 */
export class CellTimers {
  private readonly set = new Map<Handle, number>(); // the run in which each was set

  constructor(private readonly currentRun: () => number) {}

  /** The functions that cells get in place of the global ones. */
  readonly functions = {
    setTimeout: this.once(timers.setTimeout as never),
    setImmediate: this.once(timers.setImmediate),
    setInterval: (callback: Callback, ...rest: unknown[]): Handle =>
      this.keep(timers.setInterval(callback, ...(rest as [number]))),
    clearTimeout: (handle?: Handle) => this.clear(handle),
    clearInterval: (handle?: Handle) => this.clear(handle),
    clearImmediate: (handle?: Handle) => this.clear(handle),
  };

  private once(original: (callback: Callback, ...rest: unknown[]) => Handle) {
    const set = (callback: Callback, ...rest: unknown[]): Handle => {
      if (typeof callback !== 'function') return original(callback, ...rest); // which throws
      const handle = original(
        (...args) => {
          this.set.delete(handle);
          callback(...args);
        },
        ...rest,
      );
      return this.keep(handle);
    };
    // util.promisify(setTimeout) finds its promise by this symbol.
    return Object.defineProperties(set, Object.getOwnPropertyDescriptors(original));
  }

  private keep<H extends Handle>(handle: H): H {
    this.set.set(handle, this.currentRun());
    return handle;
  }

  private clear(handle?: Handle): void {
    if (handle !== undefined) this.set.delete(handle);
    if (handle instanceof Object && '_onImmediate' in handle) timers.clearImmediate(handle);
    else timers.clearTimeout(handle);
  }

  clearRun(run: number): void {
    for (const [handle, setIn] of this.set) if (setIn === run) this.clear(handle);
  }
}
