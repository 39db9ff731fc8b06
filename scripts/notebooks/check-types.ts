import path from 'node:path';
import ts from 'typescript';
import { joined, type Notebook } from './files.js';
import type { Problem } from './problem.js';

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  esModuleInterop: true,
  noUncheckedSideEffectImports: true,
  types: ['node'],
};

/** The cells of a notebook as one module, and for each of its lines where it comes from. */
interface Module {
  notebook: string;
  text: string;
  origin: { cell: number; line: number }[];
}

function asModule(notebook: string, { cells }: Notebook): Module {
  const module: Module = { notebook, text: '', origin: [] };
  cells.forEach(({ cell_type, source }, i) => {
    if (cell_type !== 'code') return;
    // The closing `;` keeps a cell's last expression from running into the next cell.
    joined(`${joined(source)}\n;`)
      .split('\n')
      .forEach((text, line) => {
        module.text += `${text}\n`;
        module.origin.push({ cell: i + 1, line: line + 1 });
      });
  });
  return module;
}

/**
 * Checks the cells of all notebooks strictly, as the kernel does not. The cells of a notebook are
 * checked as one module: a name is declared once in a notebook, although the kernel would let a
 * later cell declare it again.
 */
export function checkTypes(notebooks: Map<string, Notebook>): Problem[] {
  const modules = new Map<string, Module>();
  for (const [file, notebook] of notebooks) {
    modules.set(path.resolve(file.replace(/\.ipynb$/, '.nbcheck.ts')), asModule(file, notebook));
  }
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.readFile = (file) => modules.get(file)?.text ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const module = modules.get(file);
    return module
      ? ts.createSourceFile(file, module.text, version, true)
      : getSourceFile(file, version, ...rest);
  };
  const program = ts.createProgram([...modules.keys()], options, host);
  return [...modules].flatMap(([file, module]) => {
    const source = program.getSourceFile(file);
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return found.map((diagnostic) => asProblem(diagnostic, module));
  });
}

function asProblem(diagnostic: ts.Diagnostic, { notebook, origin }: Module): Problem {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n  ');
  const { file, start } = diagnostic;
  if (!file || start === undefined) return { notebook, message };
  return { notebook, ...origin[file.getLineAndCharacterOfPosition(start).line], message };
}
