import {
  attributes,
  type Augmentation,
  augmentationName,
  augmentationOf,
  biographiesHash,
  type Biography,
  fillTemplate,
  makeBiographies,
  makeQuestions,
  makeTokenizer,
  paperAugmentations,
  sentenceText,
  templatesOf,
  type TemplateStyle,
  templateStyles,
} from 'memorization-kit/datasets';
import { describe, expect, it } from 'vitest';
import { fullName, options, people } from './sixty-people';

const write = (augmentation: Augmentation, templates: TemplateStyle = 'natural', seed = 1) =>
  makeBiographies(people, augmentation, { templates, seed });
const single = { multi: 1, permute: false, fullname: false };
const valueOf = ({ words, spans }: Biography, attribute: (typeof attributes)[number]): string[] =>
  words.slice(spans[attribute].start, spans[attribute].start + spans[attribute].length);
/** The sentences of a biography, by their attribute. */
const sentences = (bio: Biography): Record<string, string> => {
  const parts = bio.words.join(' ').split(' .').slice(0, -1);
  return Object.fromEntries(bio.order.map((attribute, i) => [attribute, parts[i].trim()]));
};

describe('templates', () => {
  it('natural: at least 20 of each attribute, short: 8, none twice', () => {
    for (const attribute of attributes) {
      const natural = templatesOf('natural')[attribute];
      expect(new Set(natural).size).toBe(natural.length);
      expect(natural.length).toBeGreaterThanOrEqual(20);
      expect(new Set(templatesOf('short')[attribute]).size).toBe(8);
    }
  });

  it('are all filled, with the person before the value, whatever the pronoun', () => {
    const templates = templateStyles.flatMap((style) => Object.values(templatesOf(style)).flat());
    const cases = templates.flatMap((template) =>
      (['he', 'she', 'they'] as const).flatMap((pronoun) =>
        [true, false].map((named) => ({ template, pronoun, named })),
      ),
    );
    for (const { template, pronoun, named } of cases) {
      const person = { name: ['A', 'B', 'C'], pronoun };
      const { words, start } = fillTemplate(template, person, ['X', 'Y'], named);
      const text = words.join(' ');
      expect(text).not.toMatch(/[{}]/);
      expect(words.slice(start, start + 2)).toEqual(['X', 'Y']);
      const before = words.slice(0, start).join(' ');
      expect(before).toMatch(named ? /^A B C / : /^(he|she|they|his|her|their) /);
      expect(words.at(-1)).toBe('.');
      if (!named && pronoun === 'they') expect(text).not.toMatch(/^they was|\b(he|she)\b/);
      else expect(text).not.toMatch(/^\S+( B C)? were/);
    }
  });

  it.each([
    ['{name} was born .', /one value/],
    ['{value} saw {name} .', /one value after it/],
    ['{name} likes {color} {value} .', /unknown placeholder \{color\}/],
  ])('that cannot be filled are refused: %s', (template, message) => {
    const person = { name: ['A'], pronoun: 'he' as const };
    expect(() => fillTemplate(template, person, ['X'], true)).toThrow(message);
  });
});

describe('augmentations', () => {
  it('of the paper: single and 15 more, each with its name', () => {
    const names = Object.keys(paperAugmentations);
    expect(names).toHaveLength(16);
    for (const name of names) expect(augmentationName(augmentationOf(name))).toBe(name);
    expect(augmentationOf('multi5+permute')).toEqual({ ...single, multi: 5, permute: 1 });
    expect(augmentationName({ ...single, multi: 5, permute: true })).toBe('multi5+permute');
    expect(() => augmentationOf('multi7')).toThrow(/Unknown augmentation "multi7".*single/);
  });

  it('are named by a hash that sees augmentation, seed and people, also beyond those that it reads', () => {
    const hashes = [
      { name: 'multi5' },
      ...[{}, { seed: 2 }, { nPeople: 2000 }, { nPeople: 1999 }],
    ].map(({ name = 'multi5+permute', nPeople = 60, seed = 1 }) =>
      biographiesHash({ ...options, nPeople }, augmentationOf(name), {
        templates: 'natural',
        seed,
      }),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('all: as many biographies as they say, every value where the span says', () => {
    for (const augmentation of Object.values(paperAugmentations)) {
      const bios = write(augmentation, 'short');
      expect(bios).toHaveLength(
        people.length * augmentation.multi * Math.max(1, Number(augmentation.permute)),
      );
      for (const bio of bios) {
        expect([...bio.order].sort()).toEqual([...attributes].sort());
        for (const a of attributes) expect(valueOf(bio, a)).toEqual(people[bio.person].values[a]);
        const starts = bio.order.map((a) => bio.spans[a].start);
        expect(starts).toEqual([...starts].sort((x, y) => x - y));
        expect(bio.words.slice(0, 3)).toEqual(people[bio.person].name);
      }
    }
  });

  it('single: one biography in the order of the attributes, the full name in the first sentence only', () => {
    for (const bio of write(single)) {
      expect(bio.order).toEqual(attributes);
      expect(bio.words.join(' ').split(fullName(bio.person))).toHaveLength(2);
    }
  });

  it('multi: biographies with other templates; the first is that of single', () => {
    const multi = write({ ...single, multi: 5 });
    expect(multi.filter(({ variant }) => variant === 0)).toEqual(write(single));
    for (let i = 0; i < people.length; i++) {
      const texts = multi.filter(({ person }) => person === i).map(({ words }) => words.join(' '));
      expect(new Set(texts).size).toBe(5); // 24^6 ways each
    }
    multi.forEach(({ order }) => expect(order).toEqual(attributes));
  });

  it('permute: the sentences of the biography without it, in other orders', () => {
    const fixed = write({ ...single, fullname: true });
    const permuted = write({ multi: 1, permute: 5, fullname: true });
    permuted.forEach((bio) => {
      expect(sentences(bio)).toEqual(sentences(fixed[bio.person]));
    });
    const orders = new Set(permuted.map(({ order }) => order.join()));
    expect(orders.size).toBeGreaterThan(150); // of 300 draws from 720 orders
    const firsts = attributes.map((a) => permuted.filter(({ order }) => order[0] === a).length);
    firsts.forEach((count) => expect(count).toBeGreaterThan(25)); // 50 expected
    const [one, same] = [1, true].map((permute) => write({ ...single, multi: 2, permute }));
    expect(same).toEqual(one);
  });

  it('fullname: the name in every sentence and nothing else', () => {
    const possessive = { he: 'his', she: 'her', they: 'their' };
    const withPronouns = ({ person, words }: Biography): string => {
      const { pronoun } = people[person];
      return words
        .join(' ')
        .replaceAll(`${fullName(person)} 's`, possessive[pronoun])
        .replaceAll(fullName(person), pronoun)
        .replace(/\bwere\b/g, 'was');
    };
    const plain = write(single);
    write({ ...single, fullname: true }).forEach((bio, i) => {
      expect(bio.words.join(' ').split(fullName(bio.person))).toHaveLength(7);
      expect(withPronouns(bio)).toBe(withPronouns(plain[i]));
    });
  });

  it('keep the pronoun of a person', () => {
    const own = { he: /\b(he|his|him)\b/, she: /\b(she|her)\b/, they: /\b(they|their|them)\b/ };
    for (const { person, words } of write({ multi: 5, permute: true, fullname: false })) {
      const text = words.join(' ').replace('to those who', '').replace('its', '');
      for (const [pronoun, pattern] of Object.entries(own)) {
        if (pronoun === people[person].pronoun) expect(text).toMatch(pattern);
        else expect(text).not.toMatch(pattern);
      }
    }
    expect(new Set(people.map(({ pronoun }) => pronoun)).size).toBe(3);
  });

  it.each([
    [{ ...single, multi: 0 }, /multi/],
    [{ ...single, permute: -1 }, /permute/],
  ])('refuse %o', (augmentation, message) => {
    expect(() => write(augmentation)).toThrow(message);
  });

  it('read like sentences', () => {
    const text = sentenceText(['Ann', "'s", 'roots', 'lie', 'in', 'X', '.', 'she', 'ran', '.']);
    expect(text).toBe("Ann's roots lie in X. She ran.");
  });
});

describe('tokenizer', () => {
  it('knows every word of biographies and questions, one token each', () => {
    for (const style of templateStyles) {
      const tokenizer = makeTokenizer(options, style);
      const told = ['multi5+permute+fullname', 'multi2'].flatMap((name) =>
        write(augmentationOf(name), style),
      );
      const texts = [...told, ...makeQuestions(people)].map(({ words }) => words);
      for (const words of texts) expect(tokenizer.decode(tokenizer.encode(words))).toEqual(words);
    }
    const { padId, eosId, bosId, size } = makeTokenizer(options, 'short');
    expect(new Set([padId, eosId, bosId]).size).toBe(3);
    expect(size).toBeGreaterThan(300);
  });

  it('refuses words and tokens that it does not have', () => {
    const tokenizer = makeTokenizer(options, 'short');
    expect(() => tokenizer.encode(['Zanzibar'])).toThrow(/"Zanzibar" is not in the vocabulary/);
    expect(() => tokenizer.decode([tokenizer.size])).toThrow(/no token/);
  });
});
