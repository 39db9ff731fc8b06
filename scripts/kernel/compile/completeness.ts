import ts from 'typescript';

export type Completeness =
  { status: 'complete' | 'invalid' } | { status: 'incomplete'; indent: string };

/** Texts that go on over lines and have not ended: a comment, a template literal. */
const unterminated = new Set([1010, 1160]);
/** Texts that must end on their line: a string, a regular expression. */
const broken = new Set([1002, 1161]);

/** Whether a person who presses enter has finished a cell, as a console asks. */
export function completenessOf(code: string): Completeness {
  const source = ts.createSourceFile('cell.ts', `${code}\n`, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics: errors = [] } = source as {
    parseDiagnostics?: ts.DiagnosticWithLocation[];
  };
  const end = code.trimEnd().length;
  const [first] = errors;
  if (!first && !endsWithBareKeyword(source)) return { status: 'complete' };
  const goesOn = !first || unterminated.has(first.code) || first.start >= end;
  return goesOn && !errors.some(({ code }) => broken.has(code))
    ? { status: 'incomplete', indent: indentAfter(code) }
    : { status: 'invalid' };
}

/** `const` and nothing after it, which TypeScript's parser accepts. */
function endsWithBareKeyword({ statements }: ts.SourceFile): boolean {
  const last = statements.at(-1);
  return (
    last !== undefined &&
    ts.isVariableStatement(last) &&
    last.declarationList.declarations.length === 0
  );
}

/** The indentation of the next line: as of the last, and two spaces more after an open bracket. */
function indentAfter(code: string): string {
  const last = code.trimEnd().split('\n').at(-1) ?? '';
  const indent = /^\s*/.exec(last)![0];
  return /[{([]$|=>$/.test(last) ? `${indent}  ` : indent;
}
