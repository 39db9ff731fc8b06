import {
  type FlatConfig,
  oneOf,
  requireInteger,
  requirePositive,
  requireProperShare,
  requireShare,
  withDefaults,
} from './config';

/** A key of a configuration: its default, and what is allowed. */
export interface Field<T extends number | string | boolean = number | string | boolean> {
  readonly value: T;
  /** Throws a RangeError naming the key. */
  check(key: string, value: T): void;
  /**
   * Added after results were stored: while it has its default it is left out of result files and of
   * their hash, so that a run without it is still the same run.
   */
  readonly neutral?: true;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields of any type, by key
export type Fields = Record<string, Field<any>>;

/** The configuration that fields describe. */
export type ConfigOf<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

const field = <T extends number | string | boolean>(
  value: T,
  check: Field<T>['check'] = () => {},
): Field<T> => ({ value, check });

/** A whole number of at least `least`. */
export const int = (value: number, least = 0): Field<number> =>
  field<number>(value, (key, given) => requireInteger(key, given, least));

/** A number above 0. */
export const positive = (value: number): Field<number> => field<number>(value, requirePositive);

/** A number of at least 0. */
export const atLeastZero = (value: number): Field<number> =>
  field<number>(value, (key, given) => {
    if (given !== 0) requirePositive(key, given);
  });

/** A number within 0..1. */
export const share = (value: number): Field<number> => field<number>(value, requireShare);

/** A number above 0 and below 1. */
export const properShare = (value: number): Field<number> =>
  field<number>(value, requireProperShare);

/** A number of at least 0 and below 1, such as the decay of a moving average. */
export const belowOne = (value: number): Field<number> =>
  field<number>(value, (key, given) => {
    if (given >= 0 && given < 1) return;
    throw new RangeError(`${key} must be at least 0 and below 1, not ${given}.`);
  });

/** One of several words. */
export const choice = <const T extends string>(
  choices: readonly T[],
  value: NoInfer<T>,
): Field<T> => ({ value, check: (key, given) => void oneOf(key, given, choices) });

/** A text; `check` throws naming the key. */
export const text = (value: string, check?: Field<string>['check']): Field<string> =>
  field<string>(value, check);

/** A field that was added after results were stored: see `Field.neutral`. */
export const added = <T extends number | string | boolean>(of: Field<T>): Field<T> => ({
  ...of,
  neutral: true,
});

export const defaultsOf = <F extends Fields>(fields: F): ConfigOf<F> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, { value }]) => [key, value as unknown]),
  ) as ConfigOf<F>;

/**
 * Defaults filled in. Throws a TypeError for a key that the fields do not have or a value of another
 * type, as `withDefaults` does; whether values are allowed is for `checkFields`.
 */
export const fillIn = <F extends Fields>(
  name: string,
  fields: F,
  overrides: Partial<ConfigOf<F>>,
): ConfigOf<F> => withDefaults(name, defaultsOf(fields) as FlatConfig, overrides) as ConfigOf<F>;

/** Throws for an unknown or a missing key, a value of another type, or one that is not allowed. */
export function checkFields<F extends Fields>(name: string, fields: F, config: FlatConfig): void {
  withDefaults(name, defaultsOf(fields) as FlatConfig, config);
  for (const [key, { check }] of Object.entries(fields)) {
    if (!Object.hasOwn(config, key)) {
      throw new TypeError(`"${key}" is missing in the configuration of ${name}.`);
    }
    check(key, config[key]);
  }
}

/** A configuration as it is stored and hashed: without neutral fields that have their defaults. */
export function storedForm<C extends FlatConfig>(fields: Fields, config: C): C {
  const kept = Object.entries(config).filter(
    ([key, value]) => !(fields[key]?.neutral && fields[key].value === value),
  );
  return Object.fromEntries(kept) as C;
}

/** A stored configuration with the neutral fields that it was stored without. */
export function wholeForm<C extends FlatConfig>(fields: Fields, stored: C): C {
  const neutral = Object.entries(fields).filter(([, { neutral }]) => neutral);
  const defaults = neutral.map(([key, { value }]) => [key, value as unknown]);
  return { ...(Object.fromEntries(defaults) as C), ...stored };
}
