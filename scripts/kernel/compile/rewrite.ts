import ts from 'typescript';
import { type Bindings } from './bindings.js';
import { hasLoops, type HelperNames, LoopChecks } from './loops.js';
import { declarationKind, isAnonymousFunction, withoutTypes } from './names.js';
import { assignments, assignmentTarget } from './patterns.js';

export interface RewriteNames extends HelperNames {
  variable(name: string): string; // the identifier that holds a variable of the notebook
  declaration(name: string): string; // and the one by which this cell gives it its first value
  dynamicImport: string;
  meta: string;
}

/**
 * Rewrites what stands inside of a cell's statements: variables of the notebook become properties
 * (`x` becomes `x.v` of the object that holds it, so that all cells share it), loops look for
 * interrupts, `import()` and `import.meta` mean the notebook's folder.
 */
export class Rewriter {
  readonly factory: ts.NodeFactory;
  private readonly loops: LoopChecks;
  private inside: string | null = null; // the class, enum or namespace that is being rewritten

  constructor(
    private readonly context: ts.TransformationContext,
    private readonly bindings: Bindings,
    readonly names: RewriteNames,
  ) {
    this.factory = context.factory;
    this.loops = new LoopChecks(context.factory, names);
  }

  /** `node` rewritten; `topLevel` where a `var` would belong to the cell and not to a function. */
  rewrite<N extends ts.Node>(node: N, topLevel = false): N {
    return this.visit(node, topLevel) as N;
  }

  /**
   * Rewrites a class, enum or namespace. Inside of it its own name means itself, also before the
   * variable has its value.
   */
  rewriteDeclared<N extends ts.Node>(name: string, node: N): N {
    this.inside = name;
    const rewritten = this.rewrite(node);
    this.inside = null;
    return rewritten;
  }

  private isVariable(identifier: ts.Identifier): boolean {
    const parent = identifier.parent as ts.NamedDeclaration | undefined;
    const declares = parent?.name === identifier && !ts.isShorthandPropertyAssignment(parent);
    if (declares || identifier.text === this.inside) return false;
    return this.bindings.refersToVariable(identifier);
  }

  /** The place in which a variable of the notebook is held: `x.v`, or `x.i` for its declaration. */
  place(identifier: ts.Identifier, declares = false): ts.PropertyAccessExpression {
    const { text } = identifier;
    const holder = declares ? this.names.declaration(text) : this.names.variable(text);
    const access = this.factory.createPropertyAccessExpression(
      this.factory.createIdentifier(holder),
      declares ? 'i' : 'v',
    );
    return ts.setTextRange(access, identifier);
  }

  /** A function that is given to a variable is named after it; to a property it would not be. */
  named(name: string, value: ts.Expression): ts.Expression {
    if (!isAnonymousFunction(value)) return value;
    const { factory } = this;
    const key = factory.createComputedPropertyName(factory.createStringLiteral(name));
    const object = factory.createObjectLiteralExpression([
      factory.createPropertyAssignment(key, value),
    ]);
    return factory.createElementAccessExpression(
      factory.createParenthesizedExpression(object),
      factory.createStringLiteral(name),
    );
  }

  private visit(node: ts.Node, top: boolean): ts.Node {
    if (ts.isIdentifier(node)) return this.isVariable(node) ? this.place(node) : node;
    if (ts.isExpressionWithTypeArguments(node)) {
      const { factory } = this;
      const expression = this.visit(node.expression, false) as ts.Expression;
      return factory.updateExpressionWithTypeArguments(node, expression, node.typeArguments);
    }
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      return node;
    }
    if (ts.isShorthandPropertyAssignment(node)) return this.shorthand(node);
    if (ts.isCallExpression(node)) return this.call(node, top);
    if (ts.isTaggedTemplateExpression(node)) return this.tagged(node, top);
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return this.factory.createIdentifier(this.names.meta);
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      return this.assignment(node, top);
    }
    if (top && ts.isVariableStatement(node)) return this.nestedVars(node);
    if (top && ts.isForStatement(node)) return this.forLoop(node);
    if (top && (ts.isForOfStatement(node) || ts.isForInStatement(node))) return this.forEach(node);
    if (ts.isIterationStatement(node, false)) return this.loop(this.children(node, top));
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) {
      return this.functionLike(node);
    }
    return this.children(node, top && !ts.isClassLike(node) && !ts.isModuleDeclaration(node));
  }

  private children<N extends ts.Node>(node: N, top: boolean): N {
    return ts.visitEachChild(node, (child) => this.visit(child, top), this.context);
  }

  private loop(node: ts.IterationStatement): ts.IterationStatement {
    const { factory } = this;
    const body = this.loops.body(node.statement);
    if (ts.isForStatement(node)) {
      const { initializer, condition, incrementor } = node;
      return factory.updateForStatement(node, initializer, condition, incrementor, body);
    }
    if (ts.isForOfStatement(node)) {
      const { awaitModifier, initializer, expression } = node;
      return factory.updateForOfStatement(node, awaitModifier, initializer, expression, body);
    }
    if (ts.isForInStatement(node)) {
      return factory.updateForInStatement(node, node.initializer, node.expression, body);
    }
    if (ts.isWhileStatement(node)) return factory.updateWhileStatement(node, node.expression, body);
    const doWhile = node as ts.DoStatement;
    return factory.updateDoStatement(doWhile, body, doWhile.expression);
  }

  private functionLike(node: ts.Node): ts.Node {
    const visited = this.children(node, false);
    const body = (visited as { body?: ts.Node }).body;
    if (!body || !ts.isBlock(body) || !hasLoops((node as { body?: ts.Node }).body!)) return visited;
    const { factory } = this;
    const longer = factory.updateBlock(body, [this.loops.begin(), ...body.statements]);
    const exchange = (child: ts.Node): ts.Node => (child === body ? longer : child);
    return ts.visitEachChild(visited, exchange, undefined);
  }

  /** `{ x }` is `{ x: x.v }`; in a destructuring assignment `{ x = 1 }` is `{ x: x.v = 1 }`. */
  private shorthand(node: ts.ShorthandPropertyAssignment): ts.Node {
    const { factory } = this;
    const preset =
      node.objectAssignmentInitializer &&
      (this.visit(node.objectAssignmentInitializer, false) as ts.Expression);
    if (!this.isVariable(node.name)) {
      return factory.updateShorthandPropertyAssignment(node, node.name, preset);
    }
    const place = this.place(node.name);
    const value = preset
      ? factory.createAssignment(place, this.named(node.name.text, preset))
      : place;
    return ts.setTextRange(factory.createPropertyAssignment(node.name.text, value), node);
  }

  private call(node: ts.CallExpression, top: boolean): ts.Node {
    const { factory } = this;
    const visited = this.children(node, top);
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const load = factory.createIdentifier(this.names.dynamicImport);
      return factory.updateCallExpression(visited, load, undefined, visited.arguments);
    }
    const callee = this.detached(node.expression, visited.expression);
    if (callee === visited.expression) return visited;
    const { questionDotToken, typeArguments, arguments: args } = visited;
    return questionDotToken
      ? factory.updateCallChain(
          visited as ts.CallChain,
          callee,
          questionDotToken,
          typeArguments,
          args,
        )
      : factory.updateCallExpression(visited, callee, typeArguments, args);
  }

  private tagged(node: ts.TaggedTemplateExpression, top: boolean): ts.Node {
    const visited = this.children(node, top);
    const tag = this.detached(node.tag, visited.tag);
    const { typeArguments, template } = visited;
    return this.factory.updateTaggedTemplateExpression(visited, tag, typeArguments, template);
  }

  /** `f()` must not become `f.v()`, which would call it with a `this`: `(0, f.v)()`. */
  private detached(before: ts.Expression, after: ts.Expression): ts.Expression {
    const inner = withoutTypes(before);
    if (!ts.isIdentifier(inner) || !this.isVariable(inner)) return after;
    const { factory } = this;
    const value = factory.createComma(factory.createNumericLiteral(0), after);
    const detached = ts.setTextRange(factory.createParenthesizedExpression(value), before);
    // The call is then traced to where the name begins, and not to where it ends.
    for (const part of [after, value, detached]) {
      ts.setEmitFlags(part, ts.EmitFlags.NoTrailingSourceMap);
    }
    return detached;
  }

  private assignment(node: ts.BinaryExpression, top: boolean): ts.Node {
    const visited = this.children(node, top);
    const { left, operatorToken, right } = visited;
    if (!ts.isIdentifier(node.left) || !isAnonymousFunction(node.right)) return visited;
    if (!this.isVariable(node.left)) return visited;
    const value = this.named(node.left.text, right);
    return this.factory.updateBinaryExpression(visited, left, operatorToken, value);
  }

  /** A `var` in a block of the top level. */
  private nestedVars(node: ts.VariableStatement): ts.Node {
    if (declarationKind(node.declarationList) !== 'var') return this.children(node, false);
    const { factory } = this;
    const assigned = assignments(this, node.declarationList, false);
    if (assigned.length === 0) return ts.setTextRange(factory.createEmptyStatement(), node);
    const all = assigned.reduce((left, right) => factory.createComma(left, right));
    return ts.setTextRange(factory.createExpressionStatement(all), node);
  }

  private forLoop(node: ts.ForStatement): ts.Node {
    const { initializer } = node;
    const visited = this.loop(this.children(node, true)) as ts.ForStatement;
    if (!initializer || !ts.isVariableDeclarationList(initializer)) return visited;
    if (declarationKind(initializer) !== 'var') return visited;
    const { factory } = this;
    const assigned = assignments(this, initializer, false);
    const all =
      assigned.length === 0
        ? undefined
        : assigned.reduce((left, right) => factory.createComma(left, right));
    const { condition, incrementor, statement } = visited;
    return factory.updateForStatement(visited, all, condition, incrementor, statement);
  }

  private forEach(node: ts.ForInOrOfStatement): ts.Node {
    const { initializer } = node;
    const visited = this.loop(this.children(node, true)) as ts.ForInOrOfStatement;
    if (!ts.isVariableDeclarationList(initializer)) return visited;
    if (declarationKind(initializer) !== 'var') return visited;
    const target = assignmentTarget(this, initializer.declarations[0].name, false);
    const { factory } = this;
    const { expression, statement } = visited;
    return ts.isForOfStatement(visited)
      ? factory.updateForOfStatement(visited, visited.awaitModifier, target, expression, statement)
      : factory.updateForInStatement(visited, target, expression, statement);
  }
}
