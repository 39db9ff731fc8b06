import { letterName } from '../datasets';
import { LiveDisplay, type MimeBundle } from './display';
import { escapeHtml } from './text';

const PER_LINE = 32; // letters
const PAUSE_MS = 100; // least time between two states, so that the eye can follow

/*
 * Right letters are bold on a dark ground, wrong ones thin on white and struck through: the two are
 * told apart in gray and without any color too.
 */
const rightStyle = 'background:#0072B2;color:#ffffff;font-weight:bold';
const wrongStyle = 'background:#ffffff;color:#8a5a00;text-decoration:line-through';
const cellStyle =
  'display:inline-block;width:1.35em;text-align:center;margin:1px;border-radius:3px;line-height:1.5';

/** Letters 1..26 as a to z, further ones as A to Z, then as numbers. */
export const letterNames = (letters: ArrayLike<number>): string[] =>
  Array.from(letters, letterName);

/**
 * The letters of a string in rows, each marked as right or wrong, with a line of text above. In
 * plain text a wrong letter is a dot. Throws a RangeError when there are not as many marks as letters.
 */
export function lettersBundle(
  letters: readonly string[],
  correct: ArrayLike<number>,
  caption: string,
): MimeBundle {
  if (correct.length !== letters.length) {
    throw new RangeError(`${letters.length} letters cannot have ${correct.length} marks.`);
  }
  const inLines = (cells: readonly string[]): string[] =>
    Array.from({ length: Math.ceil(cells.length / PER_LINE) }, (_, line) =>
      cells.slice(line * PER_LINE, (line + 1) * PER_LINE).join(''),
    );
  const cells = letters.map((letter, i) => {
    const style = `${cellStyle};${correct[i] ? rightStyle : wrongStyle}`;
    return `<span style="${style}">${escapeHtml(letter)}</span>`;
  });
  const lines = inLines(cells).map((line) => `<div>${line}</div>`);
  const text = inLines(letters.map((letter, i) => (correct[i] ? letter : '·')));
  return {
    'text/html': `<p>${escapeHtml(caption)}</p><div style="font-family:monospace">${lines.join('')}</div>`,
    'text/plain': [caption, ...text].join('\n'),
  };
}

/**
 * A string being memorized: its letters below the cell, marked as right or wrong, replaced in place.
 * The saved notebook keeps the last state.
 */
export class LiveLetters {
  private readonly display = new LiveDisplay();
  private readonly names: string[];
  private shownAt = -Infinity;
  private last: MimeBundle | null = null;

  /** `letters`: token ids, 1 for a. */
  constructor(letters: ArrayLike<number>) {
    this.names = letterNames(letters);
  }

  /** Shows which letters are right (not 0), a moment after the state before. */
  async show(correct: ArrayLike<number>, caption: string): Promise<void> {
    const wait = this.shownAt + PAUSE_MS - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.shownAt = Date.now();
    this.last = lettersBundle(this.names, correct, caption);
    this.display.show(this.last);
  }

  /** Shows the last state for good. */
  finish(): void {
    if (this.last) this.display.finish(this.last);
  }
}
