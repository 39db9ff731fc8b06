/** How a model's tokens are written as text. Plain values: it is stored with the model. */
export interface TextForm {
  vocabulary: string[]; // the text of each token
  separator: '' | ' '; // between tokens; '' = a character each
  start: string[]; // the tokens that every text begins with, such as ['<bos>']
  end: string | null; // the token after which a model has nothing more to say
}

/** Tokens that stand for numbers: what they are called is what they are. */
export const numberText = (vocabSize: number): TextForm => ({
  vocabulary: Array.from({ length: vocabSize }, (_, token) => String(token)),
  separator: ' ',
  start: [],
  end: null,
});

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Letters 1..26 as a to z, further ones as A to Z, then as numbers. */
export const letterName = (letter: number): string => alphabet[letter - 1] ?? String(letter);

/** The letters of random strings, after the token that starts them. */
export const letterText = (vocabSize: number): TextForm => ({
  vocabulary: Array.from({ length: vocabSize }, (_, i) => (i === 0 ? '<bos>' : letterName(i))),
  separator: '',
  start: ['<bos>'],
  end: null,
});

/**
 * The tokens of a text, without those of `start`. Words may be written as in ordinary sentences: with
 * a capital at the beginning, and a point or question mark right after a word.
 * Throws a RangeError that names what the model has no token for, and what there is instead.
 */
export function tokensOf(text: string, form: TextForm): Int32Array {
  const { vocabulary, separator } = form;
  const ids = new Map(vocabulary.map((name, id) => [name, id]));
  const parts = text.split(/\s+/).filter((part) => part !== '');
  const pieces = parts.flatMap((part) => {
    if (ids.has(part)) return [part];
    if (separator === '') return [...part];
    return part.split(/(?=[.?]$|'s[.?]?$)/).flatMap((word) => word.split(/(?<='s)(?=[.?]$)/));
  });
  return Int32Array.from(pieces, (piece) => {
    const id = ids.get(piece) ?? (separator === '' ? undefined : otherCase(piece, ids));
    if (id === undefined) throw unknownToken(piece, form);
    return id;
  });
}

/** The token of a word with its first letter large instead of small, or small instead of large. */
function otherCase(word: string, ids: ReadonlyMap<string, number>): number | undefined {
  const [first, rest] = [word.slice(0, 1), word.slice(1)];
  return ids.get(first.toLowerCase() + rest) ?? ids.get(first.toUpperCase() + rest);
}

const SHOWN = 6;

function unknownToken(piece: string, { vocabulary, separator }: TextForm): RangeError {
  const known = vocabulary.filter((name) => !name.startsWith('<'));
  const start = piece.slice(0, 2).toLowerCase();
  const alike = known.filter((name) => separator && name.toLowerCase().startsWith(start));
  const [which, shown] = alike.length > 0 ? ['those that begin alike:', alike] : ['such as', known];
  const list = shown.slice(0, SHOWN).join(', ') + (shown.length > SHOWN ? ' and more' : '');
  return new RangeError(
    `The model has no token for ${JSON.stringify(piece)}. It has ${known.length}, ${which} ${list}. ` +
      'It can be told only what it was trained on: asked without a text, it shows examples.',
  );
}

/** Tokens as text. Throws a RangeError for a number that is no token. */
export function textOf(tokens: ArrayLike<number>, { vocabulary, separator }: TextForm): string {
  const names = Array.from(tokens, (token) => {
    if (vocabulary[token] === undefined) throw new RangeError(`There is no token ${token}.`);
    return vocabulary[token];
  });
  if (separator === ' ') return names.join(' ');
  // letters that need several characters stand alone
  return names.reduce(
    (text, name, i) =>
      text + (i > 0 && Math.max(name.length, names[i - 1].length) > 1 ? ' ' : '') + name,
    '',
  );
}
