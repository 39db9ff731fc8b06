import ts from 'typescript';
import { joined, type Notebook } from './files.js';
import type { Problem } from './problem.js';

/** A cell that needs more lines says too much at once, or belongs into the library. */
export const maxLines = 20;

/** What a cell's call does to the kernel, with what to write instead; null if nothing. */
function trapOf(node: ts.CallExpression): string | null {
  if (!ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression, name } = node.expression;
  if (!ts.isIdentifier(expression) || expression.text !== 'process') return null;
  if (name.text === 'exit') return 'process.exit() ends the kernel';
  const [first] = node.arguments;
  const event = first && ts.isStringLiteralLike(first) ? first.text : '';
  const listens = ['on', 'once', 'addListener'].includes(name.text) && event === 'SIGINT';
  return listens ? 'an interrupt of a cell is no SIGINT; use the signal of kernelSignal()' : null;
}

/** The traps in one cell; lines count from 1. */
export function trapsIn(code: string): { line: number; message: string }[] {
  const source = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true);
  const traps: { line: number; message: string }[] = [];
  const visit = (node: ts.Node): void => {
    const message = ts.isCallExpression(node) ? trapOf(node) : null;
    if (message) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      traps.push({ line: line + 1, message });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return traps;
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
