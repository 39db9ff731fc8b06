import path from 'node:path';
import ts from 'typescript';
import type { CellFile } from './cell-file.js';
import type { Language } from './language.js';
import { missingModule } from './missing-module.js';

/** One message of the compiler; `line` and `column` count from 1. */
export interface Diagnostic {
  file: string | null; // relative to the notebook's folder; null for the cell itself
  line: number;
  column: number;
  length: number; // of the marked text, on its first line
  source: string; // the line itself
  message: string;
}

/** Messages about forms that are fine in a cell. */
const accepted = new Set([
  1202, // import x = require('y'), which a cell may use
  1203, // export = x, likewise
  2498, // export * from a CommonJS module, of which a cell takes nothing
  2669, // declare global in a cell without imports
]);

const flat = ({ messageText }: ts.Diagnostic): string =>
  ts.flattenDiagnosticMessageText(messageText, '\n    ');

const CANNOT_FIND_MODULE = 2307;

/** What the compiler says, and where it looked for a module that is not there. */
function messageOf(diagnostic: ts.Diagnostic, language: Language): string {
  const specifier = /'(.*?)'/.exec(flat(diagnostic))?.[1];
  return diagnostic.code === CANNOT_FIND_MODULE && specifier !== undefined
    ? `${flat(diagnostic)}\n    ${missingModule(specifier, language)}`
    : flat(diagnostic);
}

/** What is wrong with a cell, and with the TypeScript files of the notebook's folder that it imports. */
export function diagnosticsOf(language: Language, fileName: string, cell: CellFile): Diagnostic[] {
  const program = language.program();
  const source = program.getSourceFile(fileName)!;
  const own = checked(program, source)
    .filter(({ start = 0 }) => start >= cell.start && start <= cell.end)
    .map((diagnostic) => describe(diagnostic, source, null, 1, language));
  const imported = importedSources(language, program, source).flatMap((file) =>
    checked(program, file).map((diagnostic) =>
      describe(diagnostic, file, path.relative(language.folder, file.fileName), 0, language),
    ),
  );
  return [...imported, ...own];
}

function checked(program: ts.Program, source: ts.SourceFile): ts.Diagnostic[] {
  const syntax = program.getSyntacticDiagnostics(source);
  const all = syntax.length > 0 ? syntax : program.getSemanticDiagnostics(source);
  return all.filter(
    ({ code, category }) => !accepted.has(code) && category === ts.DiagnosticCategory.Error,
  );
}

function describe(
  diagnostic: ts.Diagnostic,
  source: ts.SourceFile,
  file: string | null,
  linesBefore: number,
  language: Language,
): Diagnostic {
  const { start = 0, length = 1 } = diagnostic;
  const { line, character } = source.getLineAndCharacterOfPosition(start);
  const text = source.text.split('\n')[line] ?? '';
  return {
    file,
    line: line + 1 - linesBefore,
    column: character + 1,
    length: Math.max(1, Math.min(length, text.length - character)),
    source: text,
    message: messageOf(diagnostic, language),
  };
}

/** A person's own TypeScript files that a file imports, and those that these import. */
function importedSources(
  language: Language,
  program: ts.Program,
  from: ts.SourceFile,
): ts.SourceFile[] {
  const found = new Map<string, ts.SourceFile>();
  const follow = (source: ts.SourceFile): void => {
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
      const specifier = statement.moduleSpecifier;
      if (!specifier || !ts.isStringLiteral(specifier)) continue;
      const name = language.resolve(specifier.text, source.fileName)?.resolvedFileName;
      const file = name === undefined ? undefined : program.getSourceFile(name);
      if (!file || found.has(file.fileName) || !isOwnSource(language, file)) continue;
      found.set(file.fileName, file);
      follow(file);
    }
  };
  follow(from);
  return [...found.values()];
}

const isOwnSource = (language: Language, { fileName, isDeclarationFile }: ts.SourceFile): boolean =>
  !isDeclarationFile &&
  !fileName.includes('/node_modules/') &&
  !language.isCell(fileName) &&
  /\.[cm]?tsx?$/.test(fileName);
