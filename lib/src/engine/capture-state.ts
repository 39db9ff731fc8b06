let depth = 0;

/** Runs `body` while draws from random streams and reads of values are errors. */
export function whileCapturing<T>(body: () => T): T {
  depth++;
  try {
    return body();
  } finally {
    depth--;
  }
}

/** Throws when called inside a step that is being captured. */
export function forbidInCapture(what: string, remedy: string): void {
  if (depth > 0) {
    throw new Error(
      `${what} inside a captured step. It would be recorded once and repeated in every step. ${remedy}`,
    );
  }
}
