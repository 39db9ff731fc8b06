import type { EventEmitter } from 'node:events';
import type { SharedState } from '../wire/shared-state.js';
import {
  describeInterrupt,
  describeStray,
  describeThrown,
  type Failure,
  isLateInterrupt,
  KeyboardInterrupt,
} from './failure.js';
import { soon } from './soon.js';
import { CellTimers } from './timers.js';

/** How long an interrupted cell that listens to `kernelInterrupt` may take to stop by itself. */
const graceMs = 1500;
/** How long its loops may take to notice that they should end. */
const loopsMs = 150;

interface ActiveRun {
  id: number;
  thrown: Failure | null;
  interrupted: boolean;
  abandoned: boolean;
  timer: NodeJS.Timeout | null; // after which more is done to stop it
  settled: boolean;
  end(): void;
}

/** Runs the code of cells, one at a time, and knows how each ended, in whatever way it did. */
export class Runner {
  readonly timers = new CellTimers(() => this.state.run[0]);
  private active: ActiveRun | null = null;
  private strays: Failure[] = [];

  /** `press` tells the other thread of an interrupt that came to this one. */
  constructor(
    private readonly state: SharedState,
    private readonly press: () => void,
  ) {
    process.on('newListener', (event) => {
      if (event === 'kernelInterrupt') state.listeners.add(1);
    });
    process.on('removeListener', (event) => {
      if (event === 'kernelInterrupt') state.listeners.add(-1);
    });
    process.on('unhandledRejection', (reason) => this.stray('UnhandledRejection', reason));
    process.on('uncaughtException', (error) => this.stray('UncaughtException', error));
  }

  get busy(): boolean {
    return this.active !== null;
  }

  /** A new number for a run; those of later runs are greater. */
  nextRun(): number {
    return Atomics.add(this.state.run, 0, 1) + 1;
  }

  /** Runs `code` and resolves with why it failed, or null. The run's number must be the latest. */
  run(id: number, code: () => Promise<void>): Promise<Failure | null> {
    return new Promise((resolve) => {
      const run: ActiveRun = {
        id,
        thrown: null,
        interrupted: false,
        abandoned: false,
        timer: null,
        settled: false,
        end: () => {
          if (this.active !== run) return;
          this.active = null;
          this.state.running.set(0);
          if (run.timer) clearTimeout(run.timer);
          if (run.interrupted) this.timers.clearRun(id);
          resolve(this.outcome(run));
        },
      };
      this.active = run;
      this.state.running.set(1);
      // In a turn of its own: if the code is broken off, nothing else goes with it.
      soon(() => this.begin(run, code));
    });
  }

  private begin(run: ActiveRun, code: () => Promise<void>): void {
    const settle = (thrown: Failure | null): void => {
      if (run.settled) return;
      run.settled = true;
      run.thrown = thrown;
      soon(run.end); // Node reports rejections that nobody handled before the next turn
    };
    code().then(
      () => settle(null),
      (error: unknown) => {
        if (isLateInterrupt(error) && error instanceof KeyboardInterrupt) run.interrupted = true;
        settle(describeThrown(error));
      },
    );
  }

  private outcome(run: ActiveRun): Failure | null {
    const stray = this.takeStray();
    if (run.interrupted) return describeInterrupt(run.abandoned, run.thrown);
    return run.thrown ?? stray;
  }

  /** The first rejection or exception that no cell has reported yet; forgets the others. */
  takeStray(): Failure | null {
    return this.strays.splice(0)[0] ?? null;
  }

  private stray(kind: 'UnhandledRejection' | 'UncaughtException', thrown: unknown): void {
    if (!isLateInterrupt(thrown)) this.strays.push(describeStray(kind, thrown));
  }

  /**
   * Stops the running cell: announces `kernelInterrupt` on `process`, gives code that listens to it
   * a moment to stop by itself (to write a checkpoint), then lets the cell's loops end, and at last
   * ends the cell without its code. A second interrupt, or a cell in which nobody listens, does not
   * wait. Code that keeps this thread busy is dealt with by the other one.
   */
  interrupt(pressed = false): void {
    const listening = process.listenerCount('kernelInterrupt') > 0;
    announceInterrupt();
    const run = this.active;
    if (!run) return;
    if (!pressed) this.press();
    const again = run.interrupted;
    run.interrupted = true;
    if (again || !listening) this.stopLoops(run);
    else this.later(run, graceMs, () => this.stopLoops(run));
  }

  /** Code was broken off by the other thread: nothing of the run may be relied on to end it. */
  brokenOff(): void {
    if (!this.active) return;
    this.active.interrupted = true;
    this.active.end();
  }

  private stopLoops(run: ActiveRun): void {
    this.state.stop(run.id);
    this.later(run, loopsMs, () => {
      run.abandoned = !run.settled;
      run.end();
    });
  }

  private later(run: ActiveRun, ms: number, act: () => void): void {
    if (run.timer) clearTimeout(run.timer);
    run.timer = setTimeout(act, ms);
  }

  /** Throws in a run that has been interrupted, for loops and for `prompt`. */
  readonly throwInterrupt = (): never => {
    throw new KeyboardInterrupt();
  };
}

/** Tells whoever listens that the running cell should stop. */
export function announceInterrupt(): void {
  try {
    (process as EventEmitter).emit('kernelInterrupt');
  } catch (error) {
    console.error('A kernelInterrupt listener failed:', error);
  }
}
