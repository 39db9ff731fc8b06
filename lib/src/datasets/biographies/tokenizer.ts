import { type PeopleOptions, poolOf, secondWordsOf, twoWordPools } from './people';
import { type Pool, pools } from './pools';
import { questionWords } from './questions';
import { type TemplateStyle, templatesOf, templateWords } from './templates';

/** One token a word. */
export interface WordTokenizer {
  size: number; // of the vocabulary
  padId: number;
  eosId: number; // end of a biography or an answer
  bosId: number;
  /** Throws a RangeError that names a word outside the vocabulary. */
  idOf(word: string): number;
  encode(words: readonly string[]): Int32Array;
  decode(ids: ArrayLike<number>): string[];
}

const special = ['<pad>', '<eos>', '<bos>'];

/** The vocabulary: special tokens, then the words in the order given, each once. */
export function wordTokenizer(words: readonly string[]): WordTokenizer {
  const vocabulary = [...new Set([...special, ...words])];
  const ids = new Map(vocabulary.map((word, i) => [word, i]));
  const idOf = (word: string): number => {
    const id = ids.get(word);
    if (id === undefined) {
      throw new RangeError(
        `The word "${word}" is not in the vocabulary. It is made from the pools and templates of the ` +
          'pretraining; people, templates and questions must come from the same options.',
      );
    }
    return id;
  };
  return {
    size: vocabulary.length,
    padId: 0,
    eosId: 1,
    bosId: 2,
    idOf,
    encode: (given) => Int32Array.from(given, idOf),
    decode: (given) =>
      Array.from(given, (id) => {
        if (vocabulary[id] === undefined) throw new RangeError(`There is no token ${id}.`);
        return vocabulary[id];
      }),
  };
}

/**
 * The tokenizer of people with these options: pools, templates and questions.
 * @param further words after all others, such as one that stands for hidden words
 */
export function makeTokenizer(
  options: PeopleOptions,
  templates: TemplateStyle,
  further: readonly string[] = [],
): WordTokenizer {
  const names = Object.keys(pools) as Pool[];
  return wordTokenizer([
    ...names.flatMap((pool) => poolOf(options, pool)),
    ...templateWords(templatesOf(templates)),
    ...questionWords(),
    ...twoWordPools.flatMap((pool) => secondWordsOf(options, pool)),
    ...further,
  ]);
}
