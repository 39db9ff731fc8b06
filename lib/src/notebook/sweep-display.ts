import type { SweepEvent, SweepOverview } from '../runner/events';
import { LiveDisplay } from './display';
import { clock } from './numbers';

const barWidth = 30;

/** A bar of text, `done` of it (0..1) full. */
function bar(done: number): string {
  const full = Math.round(done * barWidth);
  return '█'.repeat(full) + '░'.repeat(barWidth - full);
}

/** The state of a sweep in one line: runs done, what runs and how far it is, and the time left. */
export function sweepLine(label: string, overview: SweepOverview, now: string): string {
  const { total, done, failed, running, waiting, secondsLeft } = overview;
  const parts = [
    `${done}/${total} runs`,
    failed > 0 ? `${failed} failed` : '',
    running > 1 ? `${running} running` : '',
    waiting > 0 ? `${waiting} waited for` : '',
    now,
    secondsLeft === null || done === total ? '' : `${clock(secondsLeft)} left`,
  ];
  return [label, bar(total === 0 ? 1 : done / total), parts.filter(Boolean).join(' · ')]
    .filter(Boolean)
    .join(' ');
}

/**
 * The progress of a sweep as one line below the cell, replaced in place. `onEvent` is the option of
 * `sweep` of the same name.
 */
export class SweepDisplay {
  private readonly display = new LiveDisplay();
  private readonly start = Date.now();
  private overview: SweepOverview | null = null;
  private trained = 0;
  private shownAt = -Infinity;

  /** `everyMs`: the least time between two updates, in milliseconds. */
  constructor(
    private readonly label = '',
    private readonly everyMs = 500,
  ) {}

  readonly onEvent = (event: SweepEvent): void => {
    this.overview = event.overview;
    if (event.type === 'done') this.trained += 1;
    if (Date.now() - this.shownAt < this.everyMs) return;
    this.shownAt = Date.now();
    this.display.show({ 'text/plain': sweepLine(this.label, event.overview, nowOf(event)) });
  };

  /** Shows how the sweep ended: what was trained now, what was there already, and the time. */
  finish(): void {
    if (!this.overview) return;
    const stored = `${this.overview.done - this.trained} stored before`;
    const trained = `, ${this.trained} trained in ${clock((Date.now() - this.start) / 1000)}`;
    const now = this.trained > 0 ? stored + trained : stored;
    this.display.finish({ 'text/plain': sweepLine(this.label, this.overview, now) });
  }
}

function nowOf(event: SweepEvent): string {
  if (event.type !== 'progress') return event.run.label;
  const { step, totalSteps } = event.progress;
  return `${event.run.label} step ${step}/${totalSteps}`;
}
