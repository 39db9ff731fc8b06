import { createHash } from 'node:crypto';

const maxDepth = 100; // deeper than any result; keeps a hostile file from overflowing the stack

/**
 * JSON text that is the same for equal values: keys sorted, no spaces, undefined keys left out.
 * Throws a TypeError naming the path of a value that JSON cannot hold (NaN, infinity, a function).
 */
export function canonicalJson(value: unknown, path = 'value', depth = 0): string {
  if (depth > maxDepth) throw new TypeError(`${path} is nested more than ${maxDepth} levels deep.`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      throw new TypeError(
        `${path} is ${value}. Only finite numbers are stored; null stands for "not measured".`,
      );
    }
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    const items = value.map((item, i) => canonicalJson(item, `${path}[${i}]`, depth + 1));
    return `[${items.join(',')}]`;
  }
  if (typeof value === 'object' && isPlain(value)) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => {
        return `${JSON.stringify(key)}:${canonicalJson(item, `${path}.${key}`, depth + 1)}`;
      });
    return `{${entries.join(',')}}`;
  }
  throw new TypeError(`${path} is a ${describe(value)}, which a result file cannot hold.`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing value';
  return typeof value === 'object' ? (value as object).constructor.name : typeof value;
}

/** SHA-256 of UTF-8 text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
