import {
  letterText,
  makeBiographies,
  makePeople,
  makeTokenizer,
  paperPeople,
  sentenceText,
  type TextForm,
  textOf,
  tokensOf,
} from 'memorization-kit/datasets';
import { describe, expect, it } from 'vitest';

const words = (vocabulary: string[]): TextForm => ({
  ...{ vocabulary, separator: ' ', start: [], end: null },
});

describe('words', () => {
  it('may be written as in a sentence: capitals, points and question marks without a space', () => {
    const form = words(['where', 'did', 'Ann', "'s", 'work', '?', '.', 'he']);
    const read = (text: string) => textOf(tokensOf(text, form), form);
    expect(read('Where did Ann work?')).toBe('where did Ann work ?');
    expect(read("  Ann's work.\n He did ")).toBe("Ann 's work . he did");
    expect(read("Ann's. ann")).toBe("Ann 's . Ann");
    expect(() => read('where did Bob work')).toThrow(
      /no token for "Bob"\. It has 8, such as where/,
    );
    expect(() => read('workers')).toThrow(/"workers"\. .* those that begin alike: work\./);
  });

  it('of every biography are read back from the sentences that a reader would write', () => {
    const options = { ...paperPeople, nPeople: 30 };
    for (const templates of ['short', 'natural'] as const) {
      const tokenizer = makeTokenizer(options, templates);
      const form = words(tokenizer.decode(Array.from({ length: tokenizer.size }, (_, i) => i)));
      const people = makePeople(options, 3);
      const augmentation = { multi: 2, permute: true, fullname: false };
      for (const biography of makeBiographies(people, augmentation, { templates, seed: 3 })) {
        expect(tokensOf(sentenceText(biography.words), form)).toEqual(
          tokenizer.encode(biography.words),
        );
      }
    }
  });
});

describe('letters', () => {
  it('stand for a token each; those beyond Z are numbers', () => {
    const form = letterText(60);
    expect([...tokensOf('aZ 53 b', form)]).toEqual([1, 52, 53, 2]);
    expect(textOf([1, 52, 53, 2], form)).toBe('aZ 53 b');
    expect(() => textOf([60], form)).toThrow(/no token 60/);
  });
});
