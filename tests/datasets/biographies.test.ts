import { createHash } from 'node:crypto';
import {
  askAbout,
  attributes,
  type Augmentation,
  augmentationName,
  augmentationOf,
  biographiesHash,
  type Biography,
  bitsPerPerson,
  classesOf,
  fillTemplate,
  makeBiographies,
  makePeople,
  makeQuestions,
  makeTokenizer,
  paperAugmentations,
  paperPeople,
  type PeopleOptions,
  pools,
  readQuestions,
  sentenceText,
  splitPeople,
  templatesOf,
  type TemplateStyle,
} from 'memorization-kit/datasets';
import { describe, expect, it } from 'vitest';

const options: PeopleOptions = {
  ...paperPeople,
  nPeople: 60,
  firstNames: 10,
  middleNames: 10,
  lastNames: 20,
  cities: 20,
  employers: 30,
  companyCities: 12,
};
const people = makePeople(options, 1);
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
const fullName = (i: number): string => people[i].name.join(' ');

describe('pools', () => {
  it("have the paper's sizes, and no word twice", () => {
    const { cities, firstNames, middleNames, lastNames, universities, majors, employers } = pools;
    const sizes = [firstNames, middleNames, lastNames, cities, universities, majors, employers];
    expect(sizes.map((pool) => pool.length)).toEqual([400, 400, 1000, 200, 300, 100, 263]);
    const words = Object.values(pools).flat();
    expect(new Set(words).size).toBe(words.length);
    words.forEach((word) => expect(word).toMatch(/^[A-Za-z]+$|^\d+$/));
  });
});

describe('people', () => {
  it('are byte-identical for a seed on any machine', () => {
    const hash = (seed: number) =>
      createHash('sha256')
        .update(JSON.stringify(makePeople(options, seed)))
        .digest('hex');
    expect(hash(1)).toBe('c1b74edeef3caaff8f57baa08b561357c430174d9de61db9f8a8d9f4b74e2b20');
    expect(hash(2)).not.toBe(hash(1));
  });

  it('are all different, even where every name there is has to be used', () => {
    const all = makePeople({ ...options, nPeople: 2000 }, 3);
    expect(new Set(all.map((p) => p.name.join(' '))).size).toBe(2000);
  });

  it('do not change when more are added', () => {
    expect(makePeople({ ...options, nPeople: 500 }, 1).slice(0, 60)).toEqual(people);
  });

  it('have values of the pools; the company city follows from the employer', () => {
    const many = makePeople({ ...options, nPeople: 1000 }, 1);
    const cityOf = new Map<string, string>();
    for (const { values } of many) {
      for (const a of attributes) expect(classesOf(options, a)).toContain(values[a][0]);
      expect(values.birthDate).toHaveLength(3);
      const [employer] = values.employer;
      expect(cityOf.get(employer) ?? values.companyCity[0]).toBe(values.companyCity[0]);
      cityOf.set(employer, values.companyCity[0]);
    }
    expect(new Set(cityOf.values()).size).toBe(options.companyCities);
  });

  it("have the paper's most common company city: 13.7 % of the employers", () => {
    const { nPeople, ...paper } = paperPeople;
    const many = makePeople({ ...paper, nPeople: nPeople / 5 }, 1);
    const first = classesOf(paperPeople, 'companyCity')[0];
    const share = many.filter(({ values }) => values.companyCity[0] === first).length / many.length;
    expect(share).toBeGreaterThan(0.127);
    expect(share).toBeLessThan(0.147);
  });

  it("hold the bits of the formula: 46.6 with the paper's pools", () => {
    expect(bitsPerPerson(paperPeople)).toBeCloseTo(46.6, 1);
    // by counting: every combination of values is equally likely
    const tiny: PeopleOptions = {
      ...{ ...options, months: 2, days: 1, years: 2, cities: 2, universities: 2, majors: 2 },
      ...{ employers: 2, companyCities: 1, nPeople: 2000 },
    };
    const found = makePeople(tiny, 1).map(({ values }) => JSON.stringify(values));
    expect(Math.log2(new Set(found).size)).toBe(bitsPerPerson(tiny));
  });

  it.each([
    [{ nPeople: 2001 }, /2001 people need .* only 2000 .*fewer people/],
    [{ cities: 201 }, /cities must be at most 200, the size of the pool, not 201/],
    [{ lastNames: 0 }, /lastNames/],
    [{ companyCities: 21 }, /companyCities must be at most 20, not 21/],
    [{ nPeople: 1.5 }, /nPeople/],
  ])('refuse %o', (change, message) => {
    expect(() => makePeople({ ...options, ...change }, 1)).toThrow(message);
  });
});

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
    for (const template of [templatesOf('natural'), templatesOf('short')].flatMap((t) =>
      Object.values(t).flat(),
    )) {
      for (const pronoun of ['he', 'she', 'they'] as const) {
        for (const named of [true, false]) {
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
      }
    }
  });

  it('that cannot be filled are refused', () => {
    const person = { name: ['A'], pronoun: 'he' as const };
    const fill = (template: string) => fillTemplate(template, person, ['X'], true);
    expect(() => fill('{name} was born .')).toThrow(/one value/);
    expect(() => fill('{value} saw {name} .')).toThrow(/one value after it/);
    expect(() => fill('{name} likes {color} {value} .')).toThrow(/unknown placeholder \{color\}/);
  });
});

describe('augmentations', () => {
  it('of the paper: single and 15 more, each with its name', () => {
    const names = Object.keys(paperAugmentations);
    expect(names).toHaveLength(16);
    for (const name of names) expect(augmentationName(augmentationOf(name))).toBe(name);
    expect(augmentationName({ multi: 5, permute: true, fullname: false })).toBe('multi5+permute');
    expect(augmentationName({ multi: 1, permute: 5, fullname: true })).toBe(
      'single+permute5+fullname',
    );
    expect(() => augmentationOf('multi7')).toThrow(/Unknown augmentation "multi7".*single/);
  });

  it('are byte-identical for a seed on any machine', () => {
    const hash = (name: string, change = {}, seed = 1) =>
      biographiesHash({ ...options, ...change }, augmentationOf(name), {
        templates: 'natural',
        seed,
      });
    expect(hash('multi5+permute')).toBe(
      '0897e728ee6f77806b3558f1b0c1e0e133fbe633419f539fd41630b327be70a5',
    );
    const others = [
      hash('multi5+permute'),
      hash('multi5+permute', {}, 2),
      hash('multi5'),
      hash('multi5+permute', { nPeople: 2000 }),
      hash('multi5+permute', { nPeople: 1999 }),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  it('all: as many biographies as they say, every value where the span says', () => {
    for (const augmentation of Object.values(paperAugmentations)) {
      const bios = write(augmentation, 'short');
      expect(bios).toHaveLength(people.length * augmentation.multi * Math.max(1, Number(augmentation.permute)));
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
    // true means one order for each biography
    expect(write({ multi: 2, permute: true, fullname: false })).toEqual(
      write({ multi: 2, permute: 1, fullname: false }),
    );
  });

  it('fullname: the name in every sentence and nothing else', () => {
    const named = write({ ...single, fullname: true });
    const plain = write(single);
    named.forEach((bio, i) => {
      const name = fullName(bio.person);
      expect(bio.words.join(' ').split(name).length).toBe(7);
      expect(bio.order).toEqual(plain[i].order);
      const [first, ...others] = Object.values(sentences(bio));
      expect(first).toBe(Object.values(sentences(plain[i]))[0]);
      Object.values(sentences(plain[i]))
        .slice(1)
        .forEach((sentence, k) => {
          const rest = others[k].replace(`${name} 's`, '').replace(name, '');
          const without = sentence.replace(/^(he|she|they|his|her|their)\b/, '');
          expect(rest.replace(/^ was/, '')).toBe(without.replace(/^ were|^ was/, ''));
        });
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
    for (const style of ['short', 'natural'] as const) {
      const tokenizer = makeTokenizer(options, style);
      const texts = [
        ...write(augmentationOf('multi5+permute+fullname'), style).map(({ words }) => words),
        ...write(augmentationOf('multi2'), style).map(({ words }) => words),
        ...makeQuestions(people).flatMap(({ words, answer }) => [words, answer]),
      ];
      for (const words of texts) expect(tokenizer.decode(tokenizer.encode(words))).toEqual(words);
      expect(makeTokenizer(options, style).idOf('Alana')).toBe(tokenizer.idOf('Alana'));
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

describe('questions', () => {
  it('six for each person, with the answer', () => {
    const questions = makeQuestions(people);
    expect(questions).toHaveLength(6 * people.length);
    questions.forEach(({ person, attribute, words, answer }) => {
      expect(words.join(' ')).toContain(fullName(person));
      expect(answer).toEqual(people[person].values[attribute]);
      expect(words.at(-1)).toBe('?');
    });
  });

  it('from a file: those about people never pretrained are refused', () => {
    const file = (name: string, attribute: string) => JSON.stringify([{ name, attribute }]);
    expect(readQuestions(file(fullName(3), 'major'), people)).toEqual([
      {
        person: 3,
        attribute: 'major',
        words: askAbout(people[3].name, 'major'),
        answer: people[3].values.major,
      },
    ]);
    expect(() => readQuestions(file('No Such Body', 'major'), people)).toThrow(
      /"No Such Body".*not among the 60 people.*pretrained/,
    );
    expect(() => readQuestions(file(fullName(3), 'shoe'), people)).toThrow(/"shoe".*birthDate/);
  });
});

describe('splitting people', () => {
  it('puts nobody into two groups, and leaves nobody out', () => {
    const groups = splitPeople(101, [0.5, 0.25, 0.25], 1);
    const all = groups.flatMap((group) => Array.from(group));
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 101 }, (_, i) => i));
    expect(groups.map((group) => group.length)).toEqual([51, 25, 25]);
    expect(splitPeople(101, [0.5, 0.5], 2)[0]).not.toEqual(splitPeople(101, [0.5, 0.5], 1)[0]);
  });

  it.each([
    [[0.6, 0.6], /at most 1/],
    [[0, 1], /above 0/],
    [[0.001, 0.9], /nobody/],
  ])('refuses shares %o', (shares, message) => {
    expect(() => splitPeople(100, shares, 1)).toThrow(message);
  });
});
