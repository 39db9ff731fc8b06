/** What both threads of the kernel know at any time, also while the other one is busy. */
export class SharedState {
  static create(): SharedState {
    return new SharedState(new SharedArrayBuffer(7 * Int32Array.BYTES_PER_ELEMENT));
  }

  private readonly cells: Int32Array;
  /** One number each: the latest run of a cell, and the one that an interrupt asked to stop. */
  readonly run: Int32Array;
  readonly stopped: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.cells = new Int32Array(buffer);
    this.run = this.cells.subarray(0, 1);
    this.stopped = this.cells.subarray(1, 2);
  }

  private flag(at: number) {
    return {
      get: (): number => Atomics.load(this.cells, at),
      set: (value: number): void => void Atomics.store(this.cells, at, value),
      add: (value: number): void => void Atomics.add(this.cells, at, value),
    };
  }

  /** Whether a cell is running (1 or 0). */
  readonly running = this.flag(2);
  /** How many listen to `kernelInterrupt`, and so want to stop by themselves. */
  readonly listeners = this.flag(3);
  /** Grows with each turn of the main thread's event loop that answers a ping. */
  readonly pongs = this.flag(4);
  /** Above 0 while the kernel's own code works, which must not be broken off. */
  readonly shields = this.flag(5);

  /** Counts what a waiting `prompt` waits for: an answer or an interrupt. */
  private readonly wakeAt = 6;

  /** Asks the loops of a run to end, and wakes its `prompt`. */
  stop(run: number): void {
    Atomics.store(this.stopped, 0, run);
    this.wake();
  }

  wake(): void {
    Atomics.add(this.cells, this.wakeAt, 1);
    Atomics.notify(this.cells, this.wakeAt);
  }

  /** Blocks this thread until `wake` is called; `done` is looked at before and after. */
  sleepUntil(done: () => boolean): void {
    for (;;) {
      const before = Atomics.load(this.cells, this.wakeAt);
      if (done()) return;
      Atomics.wait(this.cells, this.wakeAt, before);
    }
  }
}
