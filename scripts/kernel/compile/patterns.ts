import ts from 'typescript';
import type { Rewriter } from './rewrite.js';

/** The declarations of a list as assignments; a `var` without a value assigns nothing. */
export function assignments(
  rewriter: Rewriter,
  list: ts.VariableDeclarationList,
  declares: boolean,
): ts.Expression[] {
  const { factory } = rewriter;
  return list.declarations.flatMap((declaration) => {
    const { name, initializer } = declaration;
    if (!initializer && !declares) return [];
    const value = initializer ? rewriter.rewrite(initializer) : factory.createVoidZero();
    const named = ts.isIdentifier(name) ? rewriter.named(name.text, value) : value;
    const assigned = factory.createAssignment(assignmentTarget(rewriter, name, declares), named);
    const whole = ts.isIdentifier(name)
      ? assigned
      : factory.createParenthesizedExpression(assigned);
    return [ts.setTextRange(whole, declaration)];
  });
}

/** What a declared name or pattern is, where it is assigned to. */
export function assignmentTarget(
  rewriter: Rewriter,
  name: ts.BindingName,
  declares: boolean,
): ts.Expression {
  if (ts.isIdentifier(name)) return rewriter.place(name, declares);
  const { factory } = rewriter;
  if (ts.isArrayBindingPattern(name)) {
    return factory.createArrayLiteralExpression(
      name.elements.map((element) => {
        if (ts.isOmittedExpression(element)) return factory.createOmittedExpression();
        const value = withPreset(rewriter, element, declares);
        return element.dotDotDotToken ? factory.createSpreadElement(value) : value;
      }),
    );
  }
  return factory.createObjectLiteralExpression(
    name.elements.map((element) => {
      const value = withPreset(rewriter, element, declares);
      if (element.dotDotDotToken) return factory.createSpreadAssignment(value);
      const { propertyName } = element;
      const key = propertyName
        ? propertyKey(rewriter, propertyName)
        : (element.name as ts.Identifier);
      return factory.createPropertyAssignment(
        ts.isIdentifier(key) ? factory.createIdentifier(key.text) : key,
        value,
      );
    }),
  );
}

function propertyKey(rewriter: Rewriter, name: ts.PropertyName): ts.PropertyName {
  return ts.isComputedPropertyName(name) ? rewriter.rewrite(name) : name;
}

function withPreset(
  rewriter: Rewriter,
  { name, initializer }: ts.BindingElement,
  declares: boolean,
): ts.Expression {
  const target = assignmentTarget(rewriter, name, declares);
  if (!initializer) return target;
  const preset = rewriter.rewrite(initializer);
  const value = ts.isIdentifier(name) ? rewriter.named(name.text, preset) : preset;
  return rewriter.factory.createAssignment(target, value);
}
