/** A value in a message: as it is where that is short and safe, else what kind of thing it is. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) {
    return String(value);
  }
  // Not String(value): an object out of JSON can have a toString that is no function.
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
