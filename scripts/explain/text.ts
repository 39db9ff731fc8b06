import { wrapped as linesOf } from 'memorization-kit/notebook';

const WIDTH = 96;

/** `text` in lines of at most `WIDTH` characters, broken between words; all but the first indented. */
export function wrapped(text: string, indent = ''): string {
  return linesOf(text.split(/\s+/).join(' '), WIDTH - indent.length).join(`\n${indent}`);
}

/** Facts in two columns: labels to the left, wrapped text to the right. */
export function labelled(facts: readonly (readonly [string, string])[]): string {
  const column = Math.max(...facts.map(([label]) => label.length)) + 2;
  return facts
    .map(([label, text]) => label.padEnd(column) + wrapped(text, ' '.repeat(column)))
    .join('\n');
}
