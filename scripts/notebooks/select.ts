/**
 * The items whose names were asked for, in their own order; all when none was asked for.
 * Throws a RangeError that lists the names when there is none of a name.
 */
export function selectByName<T>(
  kind: string,
  items: readonly T[],
  nameOf: (item: T) => string,
  asked: readonly string[],
): T[] {
  const known = items.map(nameOf);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const choice =
      known.length > 0 ? `Choose from: ${known.join(', ')}.` : `There is no ${kind} yet.`;
    throw new RangeError(`Unknown ${kind} "${unknown}". ${choice}`);
  }
  return asked.length === 0 ? [...items] : items.filter((item) => asked.includes(nameOf(item)));
}
