import ts from 'typescript';
import type { Bindings } from './bindings.js';
import { declarationKind, importedNames, isAmbient, isUsing } from './names.js';
import { assignments } from './patterns.js';
import type { Rewriter } from './rewrite.js';

/** Functions that the code around a cell gives it. */
export interface StatementNames {
  load: string; // (specifier, { default?, '*'?, names? }) => Promise: an import statement
  show: string; // (value) => void: the value of the last expression
}

const keepsNoExport = ({ kind }: ts.ModifierLike): boolean =>
  kind !== ts.SyntaxKind.ExportKeyword && kind !== ts.SyntaxKind.DefaultKeyword;

/**
 * Rewrites the statements of a cell's top level. What they declare goes into variables of the
 * notebook; imports come first and functions next, as in a module.
 */
export class StatementRewriter {
  private readonly imports: ts.Statement[] = [];
  private readonly hoisted: ts.Statement[] = [];

  constructor(
    private readonly rewriter: Rewriter,
    private readonly bindings: Bindings,
    private readonly names: StatementNames,
  ) {}

  /** `last` is the expression whose value the cell shows. */
  all(statements: readonly ts.Statement[]): ts.Statement[] {
    const last = statements.at(-1);
    const rewritten = statements.flatMap((statement) =>
      statement === last && ts.isExpressionStatement(statement)
        ? [this.shown(statement)]
        : this.one(statement),
    );
    return [...this.imports, ...this.hoisted, ...rewritten];
  }

  private shown(statement: ts.ExpressionStatement): ts.Statement {
    const { factory } = this.rewriter;
    const value = this.rewriter.rewrite(statement.expression);
    const show = factory.createIdentifier(this.names.show);
    const call = ts.setTextRange(
      factory.createCallExpression(show, undefined, [value]),
      statement.expression,
    );
    return factory.updateExpressionStatement(statement, call);
  }

  private one(statement: ts.Statement): ts.Statement[] {
    if (ts.isImportDeclaration(statement)) return this.importing(statement);
    if (ts.isImportEqualsDeclaration(statement)) return this.importEquals(statement);
    if (ts.isExportDeclaration(statement)) return this.reexporting(statement);
    if (ts.isExportAssignment(statement)) {
      const { factory } = this.rewriter;
      const value = this.rewriter.rewrite(statement.expression);
      return [ts.setTextRange(factory.createExpressionStatement(value), statement)];
    }
    if (isAmbient(statement)) return [];
    if (ts.isVariableStatement(statement)) return this.variables(statement);
    if (ts.isFunctionDeclaration(statement)) return this.functionDeclaration(statement);
    if (ts.isClassDeclaration(statement)) return this.classDeclaration(statement);
    if (ts.isEnumDeclaration(statement)) {
      const { factory } = this.rewriter;
      const { modifiers, name, members } = this.rewriter.rewriteDeclared(
        statement.name.text,
        statement,
      );
      const bare = modifiers?.filter(keepsNoExport) as ts.Modifier[] | undefined;
      return [
        factory.updateEnumDeclaration(statement, bare, name, members),
        this.assigned(statement.name),
      ];
    }
    if (ts.isModuleDeclaration(statement)) return this.namespace(statement);
    return [this.rewriter.rewrite(statement, true)];
  }

  /** `name.i = name;`, after a declaration that stays as it is. */
  private assigned(name: ts.Identifier): ts.Statement {
    const { factory } = this.rewriter;
    const local = factory.createIdentifier(name.text);
    return factory.createExpressionStatement(
      factory.createAssignment(this.rewriter.place(name, true), local),
    );
  }

  private variables(statement: ts.VariableStatement): ts.Statement[] {
    const { factory } = this.rewriter;
    const { declarationList } = statement;
    if (isUsing(declarationList)) {
      const names = declarationList.declarations.map(({ name }) => name as ts.Identifier);
      return [this.rewriter.rewrite(statement), ...names.map((name) => this.assigned(name))];
    }
    const declares = declarationKind(declarationList) !== 'var';
    return assignments(this.rewriter, declarationList, declares).map((assigned) => {
      const made = factory.createExpressionStatement(assigned);
      return ts.setTextRange(made, assigned);
    });
  }

  private functionDeclaration(statement: ts.FunctionDeclaration): ts.Statement[] {
    if (!statement.body) return [statement]; // an overload
    const { factory } = this.rewriter;
    const visited = this.rewriter.rewrite(statement);
    const { modifiers, asteriskToken, typeParameters, parameters, type, body } = visited;
    const bare = modifiers?.filter(keepsNoExport);
    const { name } = statement;
    if (!name) return []; // export default function () {}: nobody can call it
    this.hoisted.push(this.assigned(name));
    return [
      factory.updateFunctionDeclaration(
        visited,
        bare,
        asteriskToken,
        name,
        typeParameters,
        parameters,
        type,
        body,
      ),
    ];
  }

  private classDeclaration(statement: ts.ClassDeclaration): ts.Statement[] {
    if (!statement.name) return [];
    const { factory } = this.rewriter;
    const visited = this.rewriter.rewriteDeclared(statement.name.text, statement);
    const { modifiers, typeParameters, heritageClauses, members } = visited;
    const name = statement.name;
    const bare = modifiers?.filter(keepsNoExport);
    return [
      factory.updateClassDeclaration(visited, bare, name, typeParameters, heritageClauses, members),
      this.assigned(statement.name),
    ];
  }

  private namespace(statement: ts.ModuleDeclaration): ts.Statement[] {
    if (!ts.isIdentifier(statement.name) || !this.bindings.hasValue(statement.name)) return [];
    const { factory } = this.rewriter;
    const { modifiers, name, body } = this.rewriter.rewriteDeclared(statement.name.text, statement);
    const bare = modifiers?.filter(keepsNoExport);
    return [
      factory.updateModuleDeclaration(statement, bare, name, body),
      this.assigned(statement.name),
    ];
  }

  private importing(statement: ts.ImportDeclaration): ts.Statement[] {
    const { importClause } = statement;
    if (importClause?.isTypeOnly) return [];
    const values = importedNames(statement).filter((name) => this.bindings.hasValue(name));
    const types = new Set(
      importClause?.namedBindings && ts.isNamedImports(importClause.namedBindings)
        ? importClause.namedBindings.elements.filter((e) => e.isTypeOnly).map((e) => e.name)
        : [],
    );
    const kept = values.filter((name) => !types.has(name));
    const onlyTypes = importClause !== undefined && kept.length === 0;
    if (!onlyTypes || importedNames(statement).length === 0) this.load(statement, kept);
    return [];
  }

  private load(statement: ts.ImportDeclaration, names: readonly ts.Identifier[]): void {
    const { factory } = this.rewriter;
    const entries = names.map((name) => {
      const { parent } = name;
      const source = ts.isImportSpecifier(parent)
        ? (parent.propertyName ?? name).text
        : ts.isNamespaceImport(parent)
          ? '*'
          : 'default';
      const holder = factory.createIdentifier(this.rewriter.names.declaration(name.text));
      return factory.createArrayLiteralExpression([factory.createStringLiteral(source), holder]);
    });
    this.imports.push(this.loading(statement, statement.moduleSpecifier, entries));
  }

  /** `await load('specifier', [['name', x], ...]);` */
  private loading(
    statement: ts.Statement,
    specifier: ts.Expression,
    entries: readonly ts.Expression[],
  ): ts.Statement {
    const { factory } = this.rewriter;
    const call = factory.createCallExpression(
      factory.createIdentifier(this.names.load),
      undefined,
      [specifier, factory.createArrayLiteralExpression(entries)],
    );
    const awaited = ts.setTextRange(factory.createAwaitExpression(call), statement);
    return ts.setTextRange(factory.createExpressionStatement(awaited), statement);
  }

  private importEquals(statement: ts.ImportEqualsDeclaration): ts.Statement[] {
    const { moduleReference, name, isTypeOnly } = statement;
    if (isTypeOnly || !ts.isExternalModuleReference(moduleReference)) return [];
    const { factory } = this.rewriter;
    const holder = factory.createIdentifier(this.rewriter.names.declaration(name.text));
    const entry = [factory.createStringLiteral('='), holder];
    this.imports.push(
      this.loading(statement, moduleReference.expression, [
        factory.createArrayLiteralExpression(entry),
      ]),
    );
    return [];
  }

  private reexporting(statement: ts.ExportDeclaration): ts.Statement[] {
    const { moduleSpecifier, isTypeOnly } = statement;
    if (moduleSpecifier && !isTypeOnly)
      this.imports.push(this.loading(statement, moduleSpecifier, []));
    return [];
  }
}
