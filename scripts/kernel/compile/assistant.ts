import ts from 'typescript';
import type { CellFile } from './cell-file.js';
import type { Compiler } from './compiler.js';
import { toCodePoints, toUnits } from './positions.js';

export interface Completions {
  matches: string[];
  cursor_start: number; // in code points, as are all positions of Jupyter
  cursor_end: number;
}

/** Beside the cells, which count from 1. */
const draft = 0;
const limit = 500;

/** Answers questions about a cell that is being written. */
export class Assistant {
  constructor(private readonly compiler: Compiler) {}

  complete(code: string, cursor: number): Completions {
    const at = toUnits(code, cursor);
    const { file, fileName } = this.open(code);
    const position = file.start + at;
    const { service } = this.compiler.language;
    const found = service.getCompletionsAtPosition(fileName, position, {
      includeCompletionsWithInsertText: false,
    });
    const before = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, at))![0];
    const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(at))![0];
    const span = found?.optionalReplacementSpan;
    const start = span ? span.start - file.start : at - before.length;
    const end = span ? start + span.length : at + after.length;
    return {
      matches: ranked(found?.entries ?? [], code.slice(start, at)).slice(0, limit),
      cursor_start: toCodePoints(code, start),
      cursor_end: toCodePoints(code, end),
    };
  }

  /** What stands at the cursor, and which function's parentheses it is in; null where nothing is. */
  inspect(code: string, cursor: number): string | null {
    const at = toUnits(code, cursor);
    const { file, fileName } = this.open(code);
    const { service } = this.compiler.language;
    const info =
      service.getQuickInfoAtPosition(fileName, file.start + at) ??
      (at > 0 && /[\p{ID_Continue}$]/u.test(code[at - 1])
        ? service.getQuickInfoAtPosition(fileName, file.start + at - 1)
        : undefined);
    const call = service.getSignatureHelpItems(fileName, file.start + at, undefined);
    const parts = [info ? describe(info) : '', call ? signature(call) : ''];
    return parts.filter(Boolean).join('\n\n') || null;
  }

  private open(code: string): { file: CellFile; fileName: string } {
    const file = this.compiler.open(code, draft, true);
    return { file, fileName: this.compiler.fileOf(draft) };
  }
}

/** The names that start with what is written, then those that contain it. */
function ranked(entries: readonly ts.CompletionEntry[], written: string): string[] {
  const lower = written.toLowerCase();
  const rank = (name: string): number => {
    if (name.startsWith(written)) return 0;
    const at = name.toLowerCase().indexOf(lower);
    return at === 0 ? 1 : at > 0 ? 2 : 3;
  };
  return entries
    .map((entry) => ({ entry, rank: rank(entry.name) }))
    .filter(({ entry, rank }) => rank < 3 && !entry.name.startsWith('__cell_'))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        a.entry.sortText.localeCompare(b.entry.sortText) ||
        a.entry.name.localeCompare(b.entry.name),
    )
    .map(({ entry }) => entry.name);
}

const text = (parts: readonly ts.SymbolDisplayPart[] | undefined): string =>
  ts.displayPartsToString(parts as ts.SymbolDisplayPart[] | undefined);

function tags(list: readonly ts.JSDocTagInfo[] | undefined): string[] {
  return (list ?? []).map((tag) => `@${tag.name} ${text(tag.text)}`.trim());
}

function describe(info: ts.QuickInfo): string {
  // How a name came here from an earlier cell is the kernel's business.
  const shown = text(info.displayParts)
    .replace(/^\(alias\) /, '')
    .replace(/\nimport .*$/, '');
  return [shown, text(info.documentation), ...tags(info.tags)].filter(Boolean).join('\n');
}

function signature({ items, selectedItemIndex }: ts.SignatureHelpItems): string {
  const item = items[selectedItemIndex] ?? items[0];
  const parameters = item.parameters.map(({ displayParts }) => text(displayParts));
  const head =
    text(item.prefixDisplayParts) +
    parameters.join(text(item.separatorDisplayParts)) +
    text(item.suffixDisplayParts);
  const described = item.parameters
    .filter(({ documentation }) => documentation.length > 0)
    .map(({ name, documentation }) => `@param ${name} ${text(documentation)}`);
  const more = items.length > 1 ? [`(+${items.length - 1} overloads)`] : [];
  return [head, ...more, text(item.documentation), ...described].filter(Boolean).join('\n');
}
