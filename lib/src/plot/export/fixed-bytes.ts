import { createHash } from 'node:crypto';

/*
 * Takes out of a drawing what differs from one drawing of the same figure to the next, so that
 * files in figures/ change only when their figure does.
 */

/**
 * The svg with a fixed id. plotly.js tells one drawing's clip paths from another's by a random one
 * (clip<id>xy, defs-<id>); it is replaced by one that follows from `content`, and the same digits
 * elsewhere, as in a number, stay.
 */
export function tidySvg(svg: string, content: string): string {
  const random = /id="defs-([0-9a-f]{6})"/.exec(svg)?.[1];
  const id = createHash('sha256').update(content).digest('hex').slice(0, 6);
  return random ? svg.replace(new RegExp(`(["#][a-z-]+)${random}`, 'g'), `$1${id}`) : svg;
}

/**
 * The pdf with a fixed date and one page. The browser writes the time into it, and rounds the page
 * to 1/75 inch, at some sizes downwards, and then adds a second, empty page. All replacements keep
 * the length, because a pdf finds its parts by their distance from its start.
 */
export function tidyPdf(pdf: Buffer): Buffer {
  const text = pdf
    .toString('latin1')
    .replace(/(Date \(D:)\d{14}/g, '$120000101000000')
    .replace(
      /\/Count 2(\s+\/Kids \[\d+ 0 R)( \d+ 0 R)\]/,
      (_, first: string, second: string) => `/Count 1${first}${' '.repeat(second.length)}]`,
    );
  return Buffer.from(text, 'latin1');
}
