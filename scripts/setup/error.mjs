// @ts-check

/**
 * Something wrong, and what to type or install against it.
 * @typedef {{ problem: string, remedy: string }} Problem
 */

/** A set-up failure the reader can act on. */
export class SetupError extends Error {
  /** @param {...Problem} problems All that was found at once; at least one. */
  constructor(...problems) {
    super(problems.map(({ problem, remedy }) => `${problem}\n  Remedy: ${remedy}`).join('\n'));
    this.name = 'SetupError';
  }
}

/**
 * @param {(Problem | null)[]} results
 * @throws {SetupError} Unless all are null.
 */
export function stopAt(results) {
  const problems = results.filter((result) => result !== null);
  if (problems.length > 0) throw new SetupError(...problems);
}
