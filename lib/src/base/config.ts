import { shownValue } from './shown-value';

/** A configuration: one flat object of plain values. */
export type FlatConfig = Record<string, number | string | boolean>;

/**
 * Fills `overrides` up with `defaults`.
 * Throws a TypeError for a key that `defaults` does not have, a value of another type or NaN, or
 * anything but an object.
 */
export function withDefaults<C extends FlatConfig>(
  name: string,
  defaults: C,
  overrides: Partial<C>,
): C {
  const given: unknown = overrides;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const what = given === null ? 'null' : Array.isArray(given) ? 'an array' : `a ${typeof given}`;
    throw new TypeError(`The configuration of ${name} must be an object of its keys, not ${what}.`);
  }
  for (const [key, value] of Object.entries(overrides)) {
    if (!Object.hasOwn(defaults, key)) {
      throw new TypeError(
        `Unknown key "${key}" in the configuration of ${name}. ` +
          `It knows: ${Object.keys(defaults).join(', ')}.`,
      );
    }
    if (typeof value !== typeof defaults[key]) {
      throw new TypeError(
        `"${key}" in the configuration of ${name} must be a ${typeof defaults[key]}, ` +
          `not ${value === null ? 'null' : typeof value}.`,
      );
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new TypeError(`"${key}" in the configuration of ${name} must be finite, not ${value}.`);
    }
  }
  return { ...defaults, ...overrides };
}

/** Returns `value` if it is one of `choices`; otherwise throws, naming the setting and the choices. */
export function oneOf<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) {
    throw new RangeError(
      `Unknown ${name} ${shownValue(value)}. Choose one of: ${choices.join(', ')}.`,
    );
  }
  return found;
}

/** Throws a RangeError naming `key` unless `value` is a whole number of at least `minimum`. */
export function requireInteger(key: string, value: number, minimum: number): void {
  if (!Number.isInteger(value) || value < minimum) {
    throw new RangeError(
      `${key} must be a whole number of at least ${minimum}, not ${shownValue(value)}.`,
    );
  }
}

/** Throws a RangeError naming `key` unless `value` is within 0..1, both ends included. */
export function requireShare(key: string, value: number): void {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`${key} must be within 0..1, not ${shownValue(value)}.`);
  }
}

/** Throws a RangeError naming `key` unless `value` is above 0 and below 1. */
export function requireProperShare(key: string, value: number): void {
  if (!(value > 0 && value < 1)) {
    throw new RangeError(`${key} must be between 0 and 1, not ${shownValue(value)}.`);
  }
}

/** Throws a RangeError naming `key` unless `value` is a finite number above 0. */
export function requirePositive(key: string, value: number): void {
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new RangeError(`${key} must be a finite number above 0, not ${shownValue(value)}.`);
  }
}

/** The numbers above 0 in a list such as '0.0003,0.001'. Throws naming the key for anything else. */
export function numbersIn(key: string, list: string): number[] {
  return list.split(',').map((part) => {
    if (part.trim() === '') {
      throw new RangeError(`${key} must be numbers and commas, not "${list}".`);
    }
    const rate = Number(part);
    requirePositive(key, rate);
    return rate;
  });
}
