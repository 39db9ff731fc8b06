import passages from './passages.json';

/*
 * Real text to train on: passages of addresses in English, and of one declaration in other languages.
 * Where they come from and under which licences: README.md beside this file.
 */

/** Some bytes of a text, in UTF-8: a letter that is not of Latin script takes two or three. */
export interface TextWindow {
  language: string;
  bytes: Uint8Array;
}

/** A token is a byte: every text can be written, and none is left unknown. */
export const BYTES = 256;

/** The language of the larger part; all others are rare. */
export const COMMON_LANGUAGE = 'English';

const cut = new Map<number, readonly TextWindow[]>();

/**
 * The whole text in windows of so many bytes, one after the other as it stands, in the order of its
 * passages; of equal ones only the first, so that nothing is memorized because it comes twice.
 */
export function textWindows(length: number): readonly TextWindow[] {
  const known = cut.get(length);
  if (known) return known;
  const different = new Map<string, TextWindow>();
  for (const { language, text } of passages) {
    const all = new TextEncoder().encode(text);
    for (let start = 0; start + length <= all.length; start += length) {
      const bytes = all.subarray(start, start + length);
      const key = bytes.join();
      if (!different.has(key)) different.set(key, { language, bytes });
    }
  }
  const windows = [...different.values()];
  cut.set(length, windows);
  return windows;
}

/** Bytes as text; a letter that the window cuts in two is shown as an ellipsis. */
export const readable = (bytes: Iterable<number>): string =>
  new TextDecoder().decode(Uint8Array.from(bytes)).replace(/^\uFFFD+|\uFFFD+$/g, '…');
