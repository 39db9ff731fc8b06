import { type CellCode, compileCell } from './cell-code.js';
import { type CellFile, cellFile, scriptKind } from './cell-file.js';
import { type Diagnostic, diagnosticsOf } from './diagnostics.js';
import { KnownNames } from './known-names.js';
import { Language } from './language.js';
import ts from 'typescript';

const cannotFindModule = /^Cannot find (module|type definition)/;

export type Compiled =
  | { ok: true; code: CellCode; declare(name: string): void }
  | { ok: false; diagnostics: Diagnostic[] };

/** Turns cells into JavaScript, one after the other, each knowing what the earlier ones declared. */
export class Compiler {
  readonly language: Language;
  readonly known = new KnownNames();
  private readonly augmenting = new Set<number>();
  private readonly kinds = new Map<number, string>();

  constructor(folder: string, kitFolder: string) {
    this.language = new Language(folder, kitFolder);
  }

  /** The file in memory of the cell with this number. */
  readonly fileOf = (cell: number): string =>
    this.language.file(`__cell_${cell}__.${this.kinds.get(cell) ?? 'ts'}`);

  /** Compiles a cell. The numbers of cells grow, and each is given once. */
  compile(code: string, cell: number): Compiled {
    const { language, known } = this;
    const file = this.open(code, cell);
    let diagnostics = diagnosticsOf(language, this.fileOf(cell), file);
    if (diagnostics.some(({ message }) => cannotFindModule.test(message))) {
      language.refresh(); // it may have been installed since
      this.include(cell);
      diagnostics = diagnosticsOf(language, this.fileOf(cell), file);
    }
    if (diagnostics.length > 0) {
      language.remove(this.fileOf(cell));
      this.include();
      return { ok: false, diagnostics };
    }
    const compiled = compileCell(language.program(), this.fileOf(cell), file, known);
    if (file.augments) this.augmenting.add(cell);
    const variables = new Set(compiled.declared.map(({ name }) => name));
    for (const { name, kind, ambient } of file.names) {
      if (!variables.has(name)) known.add(name, { cell, kind, ambient });
    }
    const kinds = new Map(file.names.map((name) => [name.name, name]));
    const declare = (name: string): void => {
      const { kind, ambient } = kinds.get(name)!;
      known.add(name, { cell, kind, ambient });
    };
    return { ok: true, code: compiled, declare };
  }

  /** Adds a file that other cells can import (a cell with a `@module` tag). */
  addModule(name: string, code: string): Diagnostic[] {
    const kind = scriptKind(code) === ts.ScriptKind.TSX ? 'tsx' : 'ts';
    const path = this.language.file(`${name}.${kind}`);
    this.language.write(path, code);
    this.include(null, path);
    const whole: CellFile = {
      text: code,
      start: 0,
      end: code.length,
      names: [],
      augments: false,
    };
    return diagnosticsOf(this.language, path, whole).map((diagnostic) =>
      diagnostic.file === null ? { ...diagnostic, line: diagnostic.line + 1 } : diagnostic,
    );
  }

  /** Puts a cell into the program and says where its text is there. */
  open(code: string, cell: number, everything = false): CellFile {
    const file = cellFile(code, this.known, this.fileOf, everything);
    this.kinds.set(cell, scriptKind(code) === ts.ScriptKind.TSX ? 'tsx' : 'ts');
    this.language.write(this.fileOf(cell), file.text);
    this.include(cell);
    return file;
  }

  /** The program holds the cells whose names are known, and one more. */
  private include(cell: number | null = null, module: string | null = null): void {
    const cells = new Set([...this.known.cells(), ...this.augmenting]);
    if (cell !== null) cells.add(cell);
    const files = [...cells].map(this.fileOf);
    this.language.include(module ? [...files, module] : files);
  }
}
