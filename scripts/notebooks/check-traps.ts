import * as cellTs from '@tslab/typescript-for-tslab';
import ts from 'typescript';
import { joined, type Notebook } from './files.js';
import type { Problem } from './problem.js';

/** A cell that needs more lines says too much at once, or belongs into the library. */
export const maxLines = 20;

type Found = (node: ts.Node, message: string) => void;

/** What runs elsewhere but not in tslab, or breaks the kernel; with what to write instead. */
function inspectTopLevel(node: ts.Node, found: Found): void {
  if (ts.isAwaitExpression(node) && /^[([`]/.test(node.expression.getText())) {
    found(
      node,
      'tslab takes a top-level `await (` or `await [` for a name; await a variable instead',
    );
  }
  if (ts.isForOfStatement(node) && node.awaitModifier) {
    found(node, 'tslab cannot run a top-level `for await`; put it into an async function');
  }
  if (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(isExport)) {
    found(node, 'tslab adds its own exports; leave out `export`');
  }
  if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) {
    found(node, 'tslab adds its own exports; leave out `export`');
  }
}

const isExport = ({ kind }: ts.ModifierLike): boolean =>
  kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword;

function inspectAnywhere(node: ts.Node, found: Found): void {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const { text } = node.moduleSpecifier;
    if (text.startsWith('..')) {
      found(
        node,
        `tslab cannot import "${text}" from outside the notebook's folder; import from memorization-kit`,
      );
    }
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    found(node, 'tslab cannot run import(); write an import statement');
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { expression, name } = node.expression;
  if (!ts.isIdentifier(expression) || expression.text !== 'process') return;
  const [first] = node.arguments;
  const event = first && ts.isStringLiteralLike(first) ? first.text : '';
  if (['on', 'once', 'addListener'].includes(name.text) && event === 'SIGINT') {
    found(node, 'the kernel removes SIGINT listeners; use the signal of kernelSignal()');
  }
  if (name.text === 'exit') found(node, 'process.exit() ends the kernel');
}

function visit(node: ts.Node, found: Found, top: boolean): void {
  if (top) inspectTopLevel(node, found);
  inspectAnywhere(node, found);
  const inner = top && !ts.isFunctionLike(node) && !ts.isClassLike(node);
  ts.forEachChild(node, (child) => visit(child, found, inner));
}

/** The traps of tslab in one cell; lines count from 1. */
export function trapsIn(code: string): { line: number; message: string }[] {
  // Only in a module is `await` at the top level a keyword.
  const module = `${code}\nexport {};`;
  const source = ts.createSourceFile('cell.ts', module, ts.ScriptTarget.ES2022, true);
  const traps: { line: number; message: string }[] = [];
  visit(
    source,
    (node, message) => {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      traps.push({ line: line + 1, message });
    },
    true,
  );
  const own = traps.filter(({ line }) => line <= code.split('\n').length);
  return [...own, ...newSyntaxIn(code)];
}

/** Syntax that the project's TypeScript knows and the older one of the kernel does not. */
function newSyntaxIn(code: string): { line: number; message: string }[] {
  const { diagnostics = [] } = cellTs.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: { target: cellTs.ScriptTarget.ES2022, module: cellTs.ModuleKind.ESNext },
  });
  return diagnostics.map(({ start, messageText }) => {
    const line = code.slice(0, start).split('\n').length;
    const text = cellTs.flattenDiagnosticMessageText(messageText, ' ');
    return {
      line,
      message: `the kernel's TypeScript ${cellTs.version} does not know this: ${text}`,
    };
  });
}

/** Traps and long cells of a notebook. */
export function checkTraps(file: string, { cells }: Notebook): Problem[] {
  return cells.flatMap((cell, i) => {
    if (cell.cell_type !== 'code') return [];
    const code = joined(cell.source);
    const place = { notebook: file, cell: i + 1 };
    const lines = code.trimEnd().split('\n').length;
    const long = `${lines} lines; at most ${maxLines}, move the rest into the library or another cell`;
    return [
      ...trapsIn(code).map((trap) => ({ ...place, ...trap })),
      ...(lines > maxLines ? [{ ...place, message: long }] : []),
    ];
  });
}
