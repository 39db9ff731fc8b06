/*
 * Plotly reads a little HTML in every text of a figure (<b>, <br>, <a href>), and %{...} in the
 * templates of labels. Words that come from data or from a configuration must not be read so.
 */

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '%': '&#37;' };
const characters = Object.fromEntries(Object.entries(entities).map(([c, entity]) => [entity, c]));

/** `text` as it must be written in a figure to be shown as it stands, also in a template. */
export const plainText = (text: string): string =>
  text.replace(/[&<>]|%(?=\{)/g, (character) => entities[character]);

/** The words that a figure shows of `text`, without Plotly's elements: for those who cannot see it. */
export const wordsOf = (text: string): string =>
  text
    .replace(/<br\s*\/?>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:amp|lt|gt|#37);/g, (entity) => characters[entity]);
