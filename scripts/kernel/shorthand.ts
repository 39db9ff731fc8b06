import ts from '@tslab/typescript-for-tslab';

/**
 * Writes `{ name }` as `{ name: name }`. tslab 1.0.22 makes variables of earlier cells properties of
 * one object and rewrites each use of them, but overlooks the short form, which then fails with
 * "name is not defined". Lines stay where they are.
 */
export function expandShorthand(source: string): string {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022);
  const ends: { at: number; name: string }[] = [];
  const visit = (node: ts.Node): void => {
    // also in a destructuring assignment, where `{ a = 1 }` becomes `{ a: a = 1 }`
    if (ts.isShorthandPropertyAssignment(node)) {
      ends.push({ at: node.name.end, name: node.name.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  let expanded = source;
  for (const { at, name } of ends.reverse()) {
    expanded = `${expanded.slice(0, at)}: ${name}${expanded.slice(at)}`;
  }
  return expanded;
}
