/** What a biography tells of a person, in the order in which it is told unless it is permuted. */
export const attributes = [
  'birthDate',
  'birthCity',
  'university',
  'major',
  'employer',
  'companyCity',
] as const;
export type Attribute = (typeof attributes)[number];

/** The name of an attribute as readers write it: 'birthDate' -> 'birth date'. */
export const attributeName = (attribute: string): string =>
  attribute.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** One value for each attribute. */
export function forEachAttribute<T>(value: (attribute: Attribute) => T): Record<Attribute, T> {
  return Object.fromEntries(attributes.map((a) => [a, value(a)])) as Record<Attribute, T>;
}
