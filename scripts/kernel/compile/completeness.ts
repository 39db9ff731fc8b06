import ts from 'typescript';

export type Completeness =
  { status: 'complete' | 'invalid' } | { status: 'incomplete'; indent: string };

/** Texts that go on over lines and have not ended: a comment, a template literal. */
const unterminated = new Set([1010, 1160]);

/** Whether a person who presses enter has finished a cell, as a console asks. */
export function completenessOf(code: string): Completeness {
  const source = ts.createSourceFile('cell.ts', `${code}\n`, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics: errors = [] } = source as {
    parseDiagnostics?: ts.DiagnosticWithLocation[];
  };
  if (errors.length === 0) return { status: 'complete' };
  const end = code.trimEnd().length;
  const [first] = errors;
  const goesOn = unterminated.has(first.code) || first.start >= end;
  return goesOn ? { status: 'incomplete', indent: indentAfter(code) } : { status: 'invalid' };
}

/** The indentation of the next line: as of the last, and two spaces more after an open bracket. */
function indentAfter(code: string): string {
  const last = code.trimEnd().split('\n').at(-1) ?? '';
  const indent = /^\s*/.exec(last)![0];
  return /[{([]$|=>$/.test(last) ? `${indent}  ` : indent;
}
