import ts from 'typescript';
import { escapeHtml } from './html.js';

/** The kinds of words that are colored; all else stays as it is. */
const classes = new Map<ts.TokenClass, string>([
  [ts.TokenClass.Keyword, 'keyword'],
  [ts.TokenClass.Comment, 'comment'],
  [ts.TokenClass.NumberLiteral, 'number'],
  [ts.TokenClass.BigIntLiteral, 'number'],
  [ts.TokenClass.StringLiteral, 'string'],
  [ts.TokenClass.RegExpLiteral, 'string'],
]);

/** TypeScript as HTML, its words marked by the compiler's own classifier. */
export function highlight(code: string): string {
  const classifier = ts.createClassifier();
  let state = ts.EndOfLineState.None;
  const lines = code.split('\n').map((line) => {
    const { entries, finalLexState } = classifier.getClassificationsForLine(line, state, true);
    state = finalLexState;
    let at = 0;
    return entries
      .map(({ length, classification }) => {
        const text = escapeHtml(line.slice(at, (at += length)));
        const name = classes.get(classification);
        return name ? `<span class="${name}">${text}</span>` : text;
      })
      .join('');
  });
  return lines.join('\n');
}
