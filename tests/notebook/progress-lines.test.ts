import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProgressLines } from '../../build/scripts/notebooks/progress-lines.js';

let written: string[];
const stream = (isTTY: boolean, columns = 80): NodeJS.WriteStream =>
  ({ isTTY, columns, write: (text: string) => written.push(text) }) as never;
const sweepText = (left: string) =>
  `training ${'█'.repeat(10)}${'░'.repeat(20)} 16/48 runs · 2 running · d=8 step 3/600${left}`;

beforeEach(() => {
  written = [];
  vi.useFakeTimers();
  vi.stubEnv('CI', '');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('the progress of a notebook in a log', () => {
  it.each([
    ['', 10],
    ['true', 30],
  ])('is a line now and then (CI=%s: every %d s), however much happens', (ci, seconds) => {
    vi.stubEnv('CI', ci);
    const lines = new ProgressLines('01-bits', null, stream(false));
    for (let cell = 1; cell <= 10; cell++) {
      lines.onEvent({ event: 'cell', number: cell, count: 20 });
      lines.onEvent({ event: 'text', text: `text ${cell}` });
    }
    expect(written).toEqual(['01-bits  starting the kernel  0:00\n']);
    vi.advanceTimersByTime(seconds * 1000);
    expect(written.slice(1)).toEqual([`01-bits  cell 10/20  0:${seconds}  text 10\n`]);
    lines.finish('done');
    vi.advanceTimersByTime(60_000);
    expect(written.slice(2)).toEqual([`01-bits  done  0:${seconds}\n`]);
  });
});

describe('the progress of a notebook on a terminal', () => {
  const last = () => written.at(-1)!.replace('\r\x1b[2K', '');

  it('tells the time left: as planned, then as the sweep tells it, then no more', () => {
    const lines = new ProgressLines('01-bits', 250, stream(true, 120));
    expect(last()).toBe('01-bits  starting the kernel  0:00  about 4:10 left');
    lines.onEvent({ event: 'cell', number: 5, count: 13 });
    lines.onEvent({ event: 'text', text: sweepText('') });
    vi.advanceTimersByTime(10_000);
    const shown = 'training 16/48 runs · 2 running · d=8 step 3/600';
    expect(last()).toBe(`01-bits  cell 5/13  0:10  about 4:00 left  ${shown}`);
    lines.onEvent({ event: 'text', text: sweepText(' · 3:20 left') });
    vi.advanceTimersByTime(500);
    expect(last()).toMatch(new RegExp(`^01-bits {2}cell 5/13 {2}0:1\\d {2}3:20 left {2}${shown}$`));
    lines.onEvent({ event: 'cell', number: 6, count: 13 });
    vi.advanceTimersByTime(500);
    expect(last()).toBe('01-bits  cell 6/13  0:11');
  });

  it('fits into the line, the time left included', () => {
    const lines = new ProgressLines('04-a-notebook-with-a-long-name', 3600, stream(true, 80));
    lines.onEvent({ event: 'text', text: sweepText(' · 1:03:20 left') });
    vi.advanceTimersByTime(500);
    expect([...last()]).toHaveLength(79);
    expect(last()).toContain('1:03:20 left');
    expect(last()).toMatch(/…$/);
  });

  it('promises nothing where nothing is known, nor beyond the plan', () => {
    new ProgressLines('01-bits', null, stream(true));
    expect(last()).not.toContain('left');
    new ProgressLines('01-bits', 5, stream(true));
    vi.advanceTimersByTime(6000);
    expect(last()).not.toContain('left');
  });
});
