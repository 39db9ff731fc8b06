import ts from 'typescript';

/** Names that the code around a cell gives it, see `wrapper` in cell-code.ts. */
export interface HelperNames {
  run: string; // Int32Array: [the number of the run that goes on]
  stopped: string; // Int32Array: [the number of the run that was interrupted]
  mine: string; // the number of the run in which this function was called
  interrupt: string; // throws
}

/**
 * Lets an interrupt end loops: each of a cell's loops first looks whether the run in which its
 * function was called has been interrupted, and throws if so. That works wherever the loop runs,
 * after an `await`, in a timer or in a generator, and `finally` blocks run as they should.
 */
export class LoopChecks {
  constructor(
    private readonly factory: ts.NodeFactory,
    private readonly names: HelperNames,
  ) {}

  /** The body of a loop with the look at its start. */
  body(statement: ts.Statement): ts.Statement {
    const { factory } = this;
    const statements = ts.isBlock(statement) ? statement.statements : [statement];
    const block = factory.createBlock([this.check(), ...statements], true);
    return ts.setTextRange(block, statement);
  }

  /** `if (stopped[0] === mine) interrupt();` */
  private check(): ts.Statement {
    const { factory, names } = this;
    const isStopped = factory.createStrictEquality(
      this.first(names.stopped),
      factory.createIdentifier(names.mine),
    );
    const call = factory.createCallExpression(
      factory.createIdentifier(names.interrupt),
      undefined,
      [],
    );
    return factory.createIfStatement(isStopped, factory.createExpressionStatement(call));
  }

  /** `const mine = run[0];`, for the start of each function that has loops. */
  begin(): ts.Statement {
    const { factory, names } = this;
    const mine = factory.createVariableDeclaration(
      names.mine,
      undefined,
      undefined,
      this.first(names.run),
    );
    return factory.createVariableStatement(
      undefined,
      factory.createVariableDeclarationList([mine], ts.NodeFlags.Const),
    );
  }

  private first(array: string): ts.Expression {
    return this.factory.createElementAccessExpression(this.factory.createIdentifier(array), 0);
  }
}

/** Whether a function (or the static block of a class) has loops of its own. */
export function hasLoops(root: ts.Node): boolean {
  const search = (node: ts.Node): boolean => {
    if (ts.isIterationStatement(node, false)) return true;
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return false;
    return ts.forEachChild(node, search) ?? false;
  };
  return ts.forEachChild(root, search) ?? false;
}
