import ts from 'typescript';
import { declarationKind } from './names.js';

const isFunctionBoundary = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) || ts.isModuleBlock(node) || ts.isClassStaticBlockDeclaration(node);

/** Whether a declaration binds its name at the top level of `file`. */
function bindsTopLevel(declaration: ts.Declaration, file: ts.SourceFile): boolean {
  if (declaration.getSourceFile() !== file) return false;
  if (ts.isParameter(declaration) || ts.isPropertyAssignment(declaration)) return false;
  if (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) {
    return isTopLevelVariable(declaration, file);
  }
  if (
    ts.isImportSpecifier(declaration) ||
    ts.isImportClause(declaration) ||
    ts.isNamespaceImport(declaration)
  ) {
    return true;
  }
  const named =
    ts.isFunctionDeclaration(declaration) ||
    ts.isClassDeclaration(declaration) ||
    ts.isEnumDeclaration(declaration) ||
    ts.isModuleDeclaration(declaration) ||
    ts.isImportEqualsDeclaration(declaration);
  return named && declaration.parent === file;
}

function isTopLevelVariable(
  declaration: ts.VariableDeclaration | ts.BindingElement,
  file: ts.SourceFile,
): boolean {
  let node: ts.Node = declaration;
  while (!ts.isVariableDeclarationList(node)) {
    if (ts.isParameter(node) || ts.isCatchClause(node) || ts.isSourceFile(node)) return false;
    node = node.parent;
  }
  if (declarationKind(node) !== 'var') return node.parent.parent === file;
  while (!ts.isSourceFile(node)) {
    if (isFunctionBoundary(node)) return false;
    node = node.parent;
  }
  return node === file;
}

/** Finds out which identifiers of a cell mean variables of the notebook. */
export class Bindings {
  private readonly known = new Map<ts.Symbol, boolean>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly file: ts.SourceFile,
    private readonly isVariable: (name: string) => boolean,
  ) {}

  /** Whether this identifier, where it stands, is read from or written to a variable of the notebook. */
  refersToVariable(identifier: ts.Identifier): boolean {
    if (!this.isVariable(identifier.text)) return false;
    const { parent } = identifier;
    const symbol =
      parent && ts.isShorthandPropertyAssignment(parent)
        ? this.checker.getShorthandAssignmentValueSymbol(parent)
        : this.checker.getSymbolAtLocation(identifier);
    return symbol !== undefined && this.isTopLevel(symbol);
  }

  private isTopLevel(symbol: ts.Symbol): boolean {
    let known = this.known.get(symbol);
    if (known === undefined) {
      known = (symbol.declarations ?? []).some((d) => bindsTopLevel(d, this.file));
      this.known.set(symbol, known);
    }
    return known;
  }

  /** Whether a name that is imported or declared has a value, and is not a type only. */
  hasValue(name: ts.Identifier): boolean {
    let symbol = this.checker.getSymbolAtLocation(name);
    if (!symbol) return true;
    if (symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    const { flags } = symbol;
    // What TypeScript knows nothing about may be anything.
    return (flags & ts.SymbolFlags.Value) !== 0 || (flags & ts.SymbolFlags.Type) === 0;
  }
}
