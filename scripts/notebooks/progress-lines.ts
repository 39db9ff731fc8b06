import { clock } from 'memorization-kit/notebook';
import type { NotebookEvent } from './notebook-process.js';

/** How often the line is written: on a terminal, in a log file, and in one that is read only later. */
const everyMs = { terminal: 500, log: 10_000, ci: 30_000 };

/** As the display of a sweep tells its progress: '12/48 runs · ... · 1:20 left'. */
const timeLeft = /(?: · )?([\d:]+ left)$/;
const bar = /[█░]+ ?/;

/**
 * The progress of one notebook in one line: the cell, the time taken and left, and what the cell
 * last showed. On a terminal it is rewritten in place, elsewhere written anew now and then.
 */
export class ProgressLines {
  private readonly start = Date.now();
  private readonly timer: NodeJS.Timeout;
  private cell = 'starting the kernel';
  private text = '';
  private sweepTold = false; // the time left by its own speed, which counts from then on

  /** `expectedSeconds`: what training should take; null where that is not known. */
  constructor(
    private readonly name: string,
    private readonly expectedSeconds: number | null = null,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {
    const pace = out.isTTY ? 'terminal' : process.env.CI ? 'ci' : 'log';
    this.timer = setInterval(() => this.write(), everyMs[pace]).unref();
    this.write();
  }

  readonly onEvent = (event: NotebookEvent): void => {
    if (event.event === 'cell') {
      this.cell = `cell ${event.number}/${event.count}`;
      this.text = '';
    } else if (event.event === 'text') {
      this.text = event.text.trim();
      this.sweepTold ||= / runs .* left$/.test(this.text);
    }
  };

  /** Replaces the line by how the notebook ended. */
  finish(words: string): void {
    clearInterval(this.timer);
    if (this.out.isTTY) this.out.write('\r\x1b[2K');
    this.out.write(`${this.name}  ${words}  ${clock(this.seconds())}\n`);
  }

  private seconds(): number {
    return (Date.now() - this.start) / 1000;
  }

  private left(): string {
    const told = timeLeft.exec(this.text)?.[1];
    if (told || this.sweepTold || this.expectedSeconds === null) return told ?? '';
    const seconds = this.expectedSeconds - this.seconds();
    return seconds > 0 ? `about ${clock(seconds)} left` : '';
  }

  private line(): string {
    const text = this.text.replace(timeLeft, '').replace(bar, '');
    const parts = [this.name, this.cell, clock(this.seconds()), this.left(), text];
    return parts.filter(Boolean).join('  ');
  }

  private write(): void {
    if (!this.out.isTTY) return void this.out.write(`${this.line()}\n`);
    const width = (this.out.columns || 80) - 1;
    const characters = [...this.line()];
    const cut = characters.length > width ? [...characters.slice(0, width - 1), '…'] : characters;
    this.out.write(`\r\x1b[2K${cut.join('')}`);
  }
}
