import { Session } from 'node:inspector';
import type { SharedState } from './shared-state.js';

const tickMs = 25;

/**
 * How long the main thread may show no sign of life after an interrupt: then the loops of the cell
 * are asked to end, and at last whatever runs there is broken off. Code that listens to
 * `kernelInterrupt` gets more time, in which it may finish a training step and write a checkpoint.
 */
const patienceMs = {
  hasty: { ask: 100, breakOff: 800 },
  listening: { ask: 1500, breakOff: 5000 },
};

/**
 * Sees to it, from the thread beside, that an interrupted cell ends even if it keeps the main thread
 * busy: there nothing can be received then, and nothing be decided.
 */
export class InterruptWatch {
  private timer: NodeJS.Timeout | null = null;
  private run = 0;
  private pressed = 0;
  private alive = { pongs: 0, at: 0 };

  constructor(
    private readonly state: SharedState,
    private readonly ping: () => void,
    private readonly brokenOff: () => void,
  ) {}

  /** Somebody has pressed stop. */
  press(): void {
    if (this.timer && this.run === this.state.run[0]) {
      this.pressed += 1; // once more: who listens has had time enough
      return;
    }
    if (this.timer) clearInterval(this.timer);
    this.run = this.state.run[0];
    this.pressed = 1;
    this.alive = { pongs: this.state.pongs.get(), at: Date.now() };
    this.timer = setInterval(() => this.look(), tickMs);
  }

  private look(): void {
    const { state } = this;
    if (state.running.get() === 0 || state.run[0] !== this.run) return this.end();
    this.ping();
    const pongs = state.pongs.get();
    if (pongs !== this.alive.pongs) this.alive = { pongs, at: Date.now() };
    const silent = Date.now() - this.alive.at;
    const listening = state.listeners.get() > 0 && this.pressed === 1;
    const { ask, breakOff } = listening ? patienceMs.listening : patienceMs.hasty;
    if (silent > ask) state.stop(this.run);
    if (silent > breakOff && state.shields.get() === 0) this.breakOff();
  }

  /** Ends the JavaScript that runs in the main thread; its event loop goes on. */
  private breakOff(): void {
    this.alive = { ...this.alive, at: Date.now() };
    const session = new Session();
    session.connectToMainThread();
    session.post('Runtime.terminateExecution', () => {
      session.disconnect();
      this.brokenOff();
    });
  }

  private end(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }
}
