/** The name of an attribute as readers write it: 'birthDate' -> 'birth date'. */
export const attributeName = (attribute: string): string =>
  attribute.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
