import fc from 'fast-check';
import { expect } from 'vitest';

const { FUZZ_RUNS } = process.env;

/**
 * A thousand bad inputs each, the same every time: a test fails for what changed, not by luck.
 * `FUZZ_RUNS=20000` looks for others; on failure fast-check prints their seed and the smallest one.
 */
export const runs = FUZZ_RUNS ? { numRuns: Number(FUZZ_RUNS) } : { numRuns: 1000, seed: 1 };

/** What JavaScript says when a program runs into something that it did not expect. */
const fromInside =
  /^Cannot (read|set|convert|destructure|access|mix)|is not (a function|iterable|a constructor|defined|an object)|Maximum call stack|Invalid (typed )?array (buffer )?length|Reduce of empty|Invalid string length|is not valid JSON$/;

/** What was thrown must be an Error with a message of the kit's own. */
export function expectClear(error: unknown): Error {
  expect(error).toBeInstanceOf(Error);
  const { message, stack } = error as Error;
  expect(message.trim(), stack).not.toBe('');
  expect(message, stack).not.toMatch(fromInside);
  return error as Error;
}

/** What a call throws, or null. */
export function clearError(call: () => unknown): Error | null {
  try {
    call();
    return null;
  } catch (error) {
    return expectClear(error);
  }
}

/** Words that programs stumble over: names that every object has, markup, commands, paths. */
export const trickyText = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'NaN'],
    ...['-1', '1e999', '0x10', '../../etc', 'a/b', '\0', '\n', '<b>x</b>', '$(x)', '%{x}', '💥'],
    ...['{name}', '{value}', '{', '}', "'s", 'null', 'undefined', '\ud800', '1,2', ',', '0,,1'],
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const trickyNumber = fc.oneof(
  fc.constantFrom(
    ...[0, -0, 1, -1, 0.5, 2, 3, 7, 1e-300, 1e9, 2 ** 31, 2 ** 32, 2 ** 53, 1e308],
    ...[NaN, Infinity, -Infinity],
  ),
  fc.integer(),
  fc.double(),
);

/** A value of any kind at all. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  trickyNumber,
  trickyText,
  fc.constantFrom(true, false, null, undefined),
  fc.constantFrom(
    { toString: 1 },
    Object.create(null),
    [],
    {},
    [1],
    { seed: 1 },
    () => 1,
    Symbol('x'),
    10n,
    new Date(0),
  ),
  fc.anything({ maxDepth: 2 }),
);

/** A value that JSON can hold. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  trickyText,
  fc.constantFrom(0, -1, 1.5, 1e308, 2 ** 53, true, null, [], {}),
  fc.constantFrom({ toString: 1 }, { toString: null, valueOf: 1 }, { length: -1 }, { toJSON: 1 }),
);

/** Every place in a JSON value: the keys that lead to it. */
export function placesIn(value: unknown, place: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [place];
  return [
    place,
    ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...place, key])),
  ];
}

/** `value` with something else at a place, or (undefined) without it. */
export function replaced(value: unknown, place: readonly string[], by: unknown): unknown {
  if (place.length === 0) return by;
  const [key, ...rest] = place;
  const index = Array.isArray(value) && /^\d+$/.test(key);
  const copy: any = index ? [...value] : { ...(value as object) };
  const inside = replaced(copy[key], rest, by);
  if (inside === undefined) delete copy[key];
  else Object.defineProperty(copy, key, { value: inside, enumerable: true, configurable: true });
  return copy;
}

/** How one text is damaged: cut off, a character changed, something put in, a part doubled. */
export const damage: fc.Arbitrary<(text: string) => string> = fc
  .tuple(fc.nat(), fc.nat(60), fc.string({ unit: 'binary', maxLength: 5 }), fc.nat(3))
  .map(([where, length, put, kind]) => (text) => {
    const at = text.length === 0 ? 0 : where % text.length;
    if (kind === 0) return text.slice(0, at);
    if (kind === 1) return text.slice(0, at) + put + text.slice(at + Math.max(1, put.length));
    if (kind === 2) return text.slice(0, at) + put + text.slice(at);
    return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
  });
