import type { Biography, TokenRows, WordTokenizer } from '../../datasets';
import { attributes } from '../../datasets';
import { randomStream } from '../../engine';
import { MASK, type PretrainConfig } from './config';
import type { AnswerSpan } from './exact-match';
import type { Hide } from './hidden';

const REPLACED = 0.8; // of the chosen words the model reads the mask in place of
const KEPT = 0.1; // reads as they are; in place of the rest any word

/**
 * Rows of which the model says words that it does not get to read: each word is chosen with probability
 * `maskShare`, anew whenever a text is shown, and only chosen words count. Of them 80 % become the mask,
 * 10 % stay and 10 % become any other word. Here a token is a whole word, and of a value of several
 * words each is chosen by itself, as in the paper; with `maskUnit` = 'value' all or none of them are.
 * Source: Allen-Zhu & Li 2023, section 7 (whole-word masking).
 * @param biographies those that rows are picked from, for `maskUnit` = 'value'
 */
export function maskedWords(
  biographies: readonly Biography[],
  tokenizer: WordTokenizer,
  { maskShare, maskUnit, seed }: PretrainConfig,
): Hide {
  const maskId = tokenizer.idOf(MASK);
  const firstWord = tokenizer.bosId + 1; // the mask is the last
  return (rows, picked, step) => {
    const stream = randomStream(seed, 'masked-words', step);
    const tokens = rows.tokens.slice();
    const weights = new Float32Array(tokens.length);
    picked.forEach((index, row) => {
      const spans = maskUnit === 'value' ? biographies[index].spans : null;
      const values = new Map(spans && attributes.map((a) => [spans[a].start, spans[a].length]));
      let n = 1;
      for (let place = 0; place < rows.length; place += n) {
        const at = row * rows.length + place;
        n = values.get(place) ?? 1;
        if (tokens[at] < firstWord || stream.uniform() >= maskShare) continue;
        const way = stream.uniform();
        weights.fill(1, at, at + n);
        if (way < REPLACED) tokens.fill(maskId, at, at + n);
        else if (way >= REPLACED + KEPT) {
          for (let i = at; i < at + n; i++)
            tokens[i] = firstWord + stream.integer(maskId - firstWord);
        }
      }
    });
    return { ...rows, tokens, targets: rows.tokens, weights };
  };
}

/** Rows in which the model reads masks in place of these spans and is to say what was there. */
export function masksAt(
  rows: TokenRows,
  spans: readonly AnswerSpan[],
  tokenizer: WordTokenizer,
): TokenRows {
  const tokens = rows.tokens.slice();
  const weights = new Float32Array(tokens.length);
  for (const { row, start, length } of spans) {
    const at = row * rows.length + start;
    tokens.fill(tokenizer.idOf(MASK), at, at + length);
    weights.fill(1, at, at + length);
  }
  return { ...rows, tokens, targets: rows.tokens, weights };
}
