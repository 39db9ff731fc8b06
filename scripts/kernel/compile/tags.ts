/** What a cell says about itself in tags of its first comments, as in tslab. */
export interface CellTags {
  module?: string; // `@module name`: the cell is a file that others import as './name'
  browser: boolean; // `@browser`: the cell is for a browser
}

const comment = /\s*(?:\/\/[^\n]*(?:\n|$)|(\/\*(?:(?!\*\/)[^])*\*\/))/y;

export function tagsOf(code: string): CellTags {
  const tags: CellTags = { browser: false };
  comment.lastIndex = 0;
  for (let found = comment.exec(code); found; found = comment.exec(code)) {
    const text = found[1] ?? '';
    if (!text.startsWith('/**')) continue;
    const module = /@module\s+([\w-]+(?:\/[\w-]+)*)/.exec(text)?.[1];
    if (module) tags.module = module;
    if (/@browser\b/.test(text)) tags.browser = true;
  }
  return tags;
}
