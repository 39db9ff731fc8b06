import ts from 'typescript';

/** What kind of thing a name of a cell's top level is, which decides how later cells see it. */
export type NameKind = 'let' | 'const' | 'var' | 'function' | 'class' | 'import' | 'other' | 'type';

export interface TopLevelName {
  name: string;
  kind: NameKind;
  ambient: boolean; // only declared (`declare let x`): it is no variable of the notebook
  exported: boolean; // by a modifier of its own
}

const has = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((m) => m.kind === kind);

export const isAmbient = (node: ts.Node): boolean => has(node, ts.SyntaxKind.DeclareKeyword);

/** The names that a pattern binds, in order. */
export function boundNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

const blockScope = ({ flags }: ts.VariableDeclarationList): ts.NodeFlags =>
  flags & ts.NodeFlags.BlockScoped;

export function declarationKind(list: ts.VariableDeclarationList): 'let' | 'const' | 'var' {
  const kind = blockScope(list);
  if (kind === ts.NodeFlags.None) return 'var';
  return kind === ts.NodeFlags.Let ? 'let' : 'const'; // `using` is constant, too
}

/** `using x = …` or `await using x = …` */
export function isUsing(list: ts.VariableDeclarationList): boolean {
  const kind = blockScope(list);
  return kind === ts.NodeFlags.Using || kind === ts.NodeFlags.AwaitUsing;
}

/** All names that the top level of a file binds: also the `var`s of its blocks and loops. */
export function topLevelNames(file: ts.SourceFile): TopLevelName[] {
  const names = new Map<string, TopLevelName>();
  const add = (name: ts.Identifier | undefined, kind: NameKind, node: ts.Node): void => {
    if (!name) return;
    const known = names.get(name.text);
    const exported = has(node, ts.SyntaxKind.ExportKeyword) || (known?.exported ?? false);
    // Of a class or function with a type or namespace of the same name the value decides.
    if (known && (kind === 'type' || kind === 'other')) known.exported = exported;
    else names.set(name.text, { name: name.text, kind, ambient: isAmbient(node), exported });
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      const { declarationList } = statement;
      const kind = declarationKind(declarationList);
      for (const { name } of declarationList.declarations) {
        for (const bound of boundNames(name)) add(bound, kind, statement);
      }
    } else if (ts.isFunctionDeclaration(statement)) add(statement.name, 'function', statement);
    else if (ts.isClassDeclaration(statement)) add(statement.name, 'class', statement);
    else if (ts.isEnumDeclaration(statement)) add(statement.name, 'other', statement);
    else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
      if (!(statement.flags & ts.NodeFlags.GlobalAugmentation))
        add(statement.name, 'other', statement);
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      add(statement.name, 'type', statement);
    } else if (ts.isImportDeclaration(statement)) {
      for (const name of importedNames(statement)) add(name, 'import', statement);
    } else if (ts.isImportEqualsDeclaration(statement)) add(statement.name, 'import', statement);
    else for (const name of nestedVars(statement)) add(name, 'var', statement);
  }
  return [...names.values()];
}

export function importedNames({ importClause }: ts.ImportDeclaration): ts.Identifier[] {
  const named = importClause?.namedBindings;
  return [
    ...(importClause?.name ? [importClause.name] : []),
    ...(!named
      ? []
      : ts.isNamespaceImport(named)
        ? [named.name]
        : named.elements.map((e) => e.name)),
  ];
}

/** The `var`s inside a statement that belong to the top level. */
function nestedVars(statement: ts.Statement): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleBlock(node)) return;
    if (ts.isVariableDeclarationList(node) && declarationKind(node) === 'var') {
      found.push(...node.declarations.flatMap(({ name }) => boundNames(name)));
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/** Whether a file says something about all others: `declare global`, `declare module 'x'`. */
export const augments = (file: ts.SourceFile): boolean =>
  file.statements.some(
    (s) =>
      ts.isModuleDeclaration(s) &&
      (ts.isStringLiteral(s.name) || (s.flags & ts.NodeFlags.GlobalAugmentation) !== 0),
  );

/** A function or class that takes its name from the variable that gets it. */
export const isAnonymousFunction = (node: ts.Expression): boolean =>
  ts.isArrowFunction(node) ||
  ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && !node.name);

/** `f` of `(f as any)`, `f!` and the like, which mean `f` when the types are gone. */
export function withoutTypes(node: ts.Expression): ts.Expression {
  const wraps =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node);
  return wraps ? withoutTypes(node.expression) : node;
}
