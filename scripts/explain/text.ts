const WIDTH = 96;

/** `text` in lines of at most `width` characters, broken between words. */
export function wrapped(text: string, indent = '', width = WIDTH): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.join(`\n${indent}`);
}

/** Facts in two columns: labels to the left, wrapped text to the right. */
export function labelled(facts: readonly (readonly [string, string])[]): string {
  const column = Math.max(...facts.map(([label]) => label.length)) + 2;
  return facts
    .map(([label, text]) => label.padEnd(column) + wrapped(text, ' '.repeat(column)))
    .join('\n');
}
