import type { NotebookEvent } from './notebook-process.js';

/** How often a line of text of the running cell is written where there is no terminal. */
const textEveryMs = 10_000;

const clock = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/**
 * The progress of one notebook: on a terminal one line, rewritten in place; elsewhere (a log file)
 * one line a cell, and now and then what the cell last showed.
 */
export class ProgressLines {
  private readonly start = Date.now();
  private readonly timer: NodeJS.Timeout | null;
  private cell = 'starting the kernel';
  private text = '';
  private writtenAt = Date.now();

  constructor(
    private readonly name: string,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {
    this.timer = out.isTTY ? setInterval(() => this.rewrite(), 500) : null;
    this.timer?.unref();
    if (this.timer) this.rewrite();
    else this.writeLine();
  }

  readonly onEvent = (event: NotebookEvent): void => {
    if (event.event === 'cell') {
      this.cell = `cell ${event.number}/${event.count}`;
      this.text = '';
      if (!this.timer) this.writeLine();
    } else if (event.event === 'text') {
      this.text = event.text.trim();
      if (!this.timer && Date.now() - this.writtenAt >= textEveryMs) this.writeLine();
    }
  };

  /** Replaces the line by how the notebook ended. */
  finish(words: string): void {
    if (this.timer) {
      clearInterval(this.timer);
      this.out.write('\r\x1b[2K');
    }
    this.out.write(`${this.name}  ${words}  ${clock(Date.now() - this.start)}\n`);
  }

  private line(): string {
    const time = clock(Date.now() - this.start);
    return [this.name, this.cell, time, this.text].filter(Boolean).join('  ');
  }

  private rewrite(): void {
    const width = (this.out.columns || 80) - 1;
    const characters = [...this.line()];
    const cut = characters.length > width ? [...characters.slice(0, width - 1), '…'] : characters;
    this.out.write(`\r\x1b[2K${cut.join('')}`);
  }

  private writeLine(): void {
    this.writtenAt = Date.now();
    this.out.write(`${this.line()}\n`);
  }
}
