import { LiveDisplay } from './display';

/** How far a run has come; `totalSteps` > 0. */
export interface ProgressState {
  step: number;
  totalSteps: number;
  loss?: number;
  note?: string;
}

const barWidth = 30;

/** Seconds as 0:07, 12:34 or 1:02:03. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** A bar of text, `done` of it (0..1) full. */
export function bar(done: number): string {
  const full = Math.round(Math.min(1, Math.max(0, done)) * barWidth);
  return '█'.repeat(full) + '░'.repeat(barWidth - full);
}

/** One line: a bar, the step, the loss, a note, and the time left or (when done) taken. */
export function progressLine(
  label: string,
  state: ProgressState,
  seconds: number,
  secondsLeft: number | null,
): string {
  const { step, totalSteps, loss, note } = state;
  const done = Math.min(1, Math.max(0, step / totalSteps));
  const left = secondsLeft === null ? '' : `${clock(secondsLeft)} left`;
  const time = done === 1 ? `took ${clock(seconds)}` : left;
  const parts = [
    `${step}/${totalSteps}`,
    loss === undefined ? '' : `loss ${loss.toPrecision(4)}`,
    note ?? '',
    time,
  ];
  return [label, bar(done), parts.filter(Boolean).join(' · ')].filter(Boolean).join(' ');
}

/**
 * The progress of a run as one line below the cell, replaced in place; the saved notebook keeps the
 * last. `update` can be passed on as a run's `onProgress`.
 */
export class ProgressDisplay {
  private readonly display = new LiveDisplay();
  private readonly start = Date.now();
  private state: ProgressState | null = null;
  private first = { step: 0, at: 0 }; // before it the graph is compiled: no measure of speed
  private shownAt = -Infinity;

  /** `everyMs`: the least time between two updates, in milliseconds. */
  constructor(
    private readonly label = '',
    private readonly everyMs = 250,
  ) {}

  /** Shows the state, at most every `everyMs` milliseconds; the first and the last step always. */
  readonly update = (state: ProgressState): void => {
    if (!this.state) this.first = { step: state.step, at: Date.now() };
    this.state = state;
    if (Date.now() - this.shownAt < this.everyMs && state.step < state.totalSteps) return;
    this.shownAt = Date.now();
    this.display.show(this.bundle(state));
  };

  /** Shows the last state, with a closing note if given. */
  finish(note?: string): void {
    if (!this.state) return;
    this.display.finish(this.bundle({ ...this.state, note: note ?? this.state.note }));
  }

  private bundle(state: ProgressState) {
    const seconds = (Date.now() - this.start) / 1000;
    return { 'text/plain': progressLine(this.label, state, seconds, this.secondsLeft(state)) };
  }

  private secondsLeft({ step, totalSteps }: ProgressState): number | null {
    const steps = step - this.first.step;
    if (steps <= 0) return null;
    return ((Date.now() - this.first.at) / 1000 / steps) * (totalSteps - step);
  }
}
