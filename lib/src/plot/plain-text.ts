/*
 * Plotly reads a little HTML in every text of a figure (<b>, <br>, <a href>), and %{...} in the
 * templates of labels. Words that come from data or from a configuration must not be read so.
 */

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '%': '&#37;' };
const characters = Object.fromEntries(Object.entries(entities).map(([c, entity]) => [entity, c]));

/** `text` as it must be written in a figure to be shown as it stands, also in a template. */
export const plainText = (text: string): string =>
  text.replace(/[&<>]|%(?=\{)/g, (character) => entities[character]);

/** What a figure shows where `plainText` wrote `text`: for the display in words. */
export const shownText = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|#37);/g, (entity) => characters[entity]);
