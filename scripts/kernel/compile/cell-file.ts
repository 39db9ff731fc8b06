import ts from 'typescript';
import type { KnownNames } from './known-names.js';
import { augments, topLevelNames, type TopLevelName } from './names.js';

/** A cell as a module: what it uses of other cells, its own text, what others may use of it. */
export interface CellFile {
  text: string;
  start: number; // where the cell's own text starts
  end: number;
  names: TopLevelName[];
  augments: boolean;
}

/** The identifiers that occur in a file, whatever they mean there. */
function mentioned(file: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/**
 * Makes a module of a cell. `everything` makes all names of the notebook known, as completion needs
 * it, and not only those that the cell mentions.
 */
export function cellFile(
  code: string,
  known: KnownNames,
  moduleOf: (cell: number) => string,
  everything = false,
): CellFile {
  const file = ts.createSourceFile(
    'cell.tsx',
    code,
    ts.ScriptTarget.Latest,
    false,
    scriptKind(code),
  );
  const names = topLevelNames(file);
  const own = new Set(names.map(({ name }) => name));
  const all = mentioned(file);
  const used = known.all().filter((name) => !own.has(name) && (everything || all.has(name)));
  const prefix = `${known.declarations(used, moduleOf)}\n`;
  const exported = names.filter((name) => !name.exported).map(({ name }) => name);
  return {
    text: `${prefix}${code}\nexport { ${exported.join(', ')} };`,
    start: prefix.length,
    end: prefix.length + code.length,
    names,
    augments: augments(file),
  };
}

/** Only a cell that says so (a `@jsx` tag) has JSX: in others `<T>x` is a type assertion. */
export function scriptKind(code: string): ts.ScriptKind.TS | ts.ScriptKind.TSX {
  return /^\s*\/\*\*(?:(?!\*\/)[^])*@jsx\b/.test(code) ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
}
