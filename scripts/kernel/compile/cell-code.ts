import { SourceMap } from 'node:module';
import type ts from 'typescript';
import { Bindings } from './bindings.js';
import type { CellFile } from './cell-file.js';
import type { KnownNames } from './known-names.js';
import type { NameKind } from './names.js';
import { type RewriteNames, Rewriter } from './rewrite.js';
import { type StatementNames, StatementRewriter } from './statements.js';

/** A cell in JavaScript: an async function of the things that it needs. */
export interface CellCode {
  javascript: string;
  map: SourceMap;
  declared: { name: string; kind: NameKind }[]; // the variables of the notebook that it declares
}

/** The names by which a cell's code knows what the kernel gives it; none occurs in the cell. */
export function helperNames(code: string): RewriteNames & StatementNames & { variables: string } {
  let mark = '$$';
  while (code.includes(mark)) mark += '$';
  return {
    variable: (name) => `${mark}v_${name}`,
    declaration: (name) => `${mark}d_${name}`,
    variables: `${mark}variables`,
    load: `${mark}load`,
    show: `${mark}show`,
    run: `${mark}run`,
    stopped: `${mark}stopped`,
    mine: `${mark}mine`,
    interrupt: `${mark}interrupt`,
    dynamicImport: `${mark}import`,
    meta: `${mark}meta`,
  };
}

/** Compiles a cell whose `file` is part of `program`. */
export function compileCell(
  program: ts.Program,
  fileName: string,
  cell: CellFile,
  known: KnownNames,
): CellCode {
  const names = helperNames(cell.text);
  const source = program.getSourceFile(fileName)!;
  const values = cell.names.filter(({ ambient, kind }) => !ambient && kind !== 'type');
  const own = new Set(values.map(({ name }) => name));
  const used = new Set<string>();
  const given = new Set<string>(); // those to which the code gives their first value
  const isVariable = (name: string): boolean => {
    const origin = known.value(name);
    return own.has(name) || (origin !== undefined && !origin.ambient);
  };
  const transform: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const bindings = new Bindings(program.getTypeChecker(), source, isVariable);
    const rewriter = new Rewriter(context, bindings, {
      ...names,
      variable: (name) => (used.add(name), names.variable(name)),
      declaration: (name) => (given.add(name), names.declaration(name)),
    });
    const isOwn = (at: number) => at >= cell.start && at < cell.end;
    const statements = file.statements.filter((s) => isOwn(s.getStart(source)));
    const rewritten = new StatementRewriter(rewriter, bindings, names).all(statements);
    return context.factory.updateSourceFile(file, rewritten);
  };
  let output = '';
  let map = '';
  program.emit(
    source,
    (path, text) => (path.endsWith('.map') ? (map = text) : (output = text)),
    undefined,
    false,
    { before: [transform] },
  );
  const body = output
    .replace(/^export \{\s*\};\s*$/m, '')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const header = [
    ...[...used].map((name) => `${names.variable(name)} = ${names.variables}.get("${name}")`),
    ...[...given].map(
      (name) => `${names.declaration(name)} = ${names.variables}.declare("${name}")`,
    ),
    `${names.mine} = ${names.run}[0]`,
  ];
  const parameters = [
    ...[names.variables, names.load, names.show, names.run, names.stopped, names.interrupt],
    ...[names.dynamicImport, names.meta],
    ...['require', 'module', 'exports', '__filename', '__dirname'],
    ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval'],
    'clearImmediate',
  ];
  const opening = `(async (${parameters.join(', ')}) => { "use strict"; const ${header.join(', ')}; {`;
  return {
    javascript: `${opening}\n${body}\n}})`,
    map: new SourceMap(JSON.parse(map) as never),
    // An imported name, or a namespace, may be nothing but a type.
    declared: values.filter(({ name, kind }) => kind === 'var' || given.has(name)),
  };
}
