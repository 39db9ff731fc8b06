import {
  KeyboardInterrupt,
  SweepDisplay,
  kernelSignal,
  sweepLine,
} from 'memorization-kit/notebook';
import type { SweepEvent } from 'memorization-kit/runner';
import { describe, expect, it, vi } from 'vitest';

describe('progress', () => {
  it('tells how a sweep goes', () => {
    const overview = { total: 48, done: 12, failed: 1, running: 2, waiting: 0, secondsLeft: 80 };
    const line = sweepLine('bits', overview, 'd=16 seed=1 step 30/600');
    expect(line).toContain(
      '12/48 runs · 1 failed · 2 running · d=16 seed=1 step 30/600 · 1:20 left',
    );
  });
});

describe('the display of a sweep', () => {
  it('takes the events of sweep, and tells in the end what was trained now', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const display = new SweepDisplay('bits');
    const event = (type: 'skipped' | 'start', done: number): SweepEvent => ({
      type,
      run: { index: 0, hash: 'h', label: 'd=8', cost: 1, config: {} },
      overview: { total: 2, done, failed: 0, running: 0, waiting: 0, secondsLeft: null },
    });
    display.onEvent(event('skipped', 1));
    display.onEvent(event('start', 1));
    const done: SweepEvent = { ...event('start', 2), type: 'done', seconds: 1 };
    display.onEvent(done);
    display.finish();
    expect(log.mock.calls.at(-1)?.[0]).toMatch(
      /^bits █+ 2\/2 runs · 1 stored before, 1 trained in 0:0\d$/,
    );
    log.mockRestore();
  });
});

describe('kernelSignal', () => {
  it('aborts at an interrupt, and is fresh afterwards', () => {
    const signal = kernelSignal();
    expect(kernelSignal()).toBe(signal);
    expect(signal.aborted).toBe(false);
    process.emit('kernelInterrupt' as never);
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBeInstanceOf(KeyboardInterrupt);
    expect(kernelSignal().aborted).toBe(false);
    expect(process.listenerCount('kernelInterrupt')).toBe(1);
  });
});
