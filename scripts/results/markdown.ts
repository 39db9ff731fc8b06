/**
 * `text` as Markdown that reads as just this text, behind other text or in the cell of a table. A
 * bracket is only escaped where it could end the name of a link, an underscore where it is not inside
 * of a word, so that the source stays readable.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*<&|~$]|(?<![^\W_])_|_(?![^\W_])|\](?=[([:])/g, '\\$&');
}

/** A table; its cells are Markdown already. Throws when a row is not as long as the head. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => {
    if (cells.length !== head.length) {
      throw new RangeError(`A row of ${cells.length} cells does not fit a head of ${head.length}.`);
    }
    return `| ${cells.join(' | ')} |`;
  };
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
