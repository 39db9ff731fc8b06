import fc from 'fast-check';
import {
  augmentationOf,
  bioRows,
  fillTemplate,
  longestBiography,
  makeBiographies,
  makePeople,
  makeTokenizer,
  packedWindows,
  paperAugmentations,
  paperPeople,
  type PeopleOptions,
  splitPeople,
  validatePeopleOptions,
  wordTokenizer,
} from 'memorization-kit/datasets';
import { describe, expect, it } from 'vitest';
import { anything, clearError, damage, runs, trickyText } from './bad-input';

const ann = { name: ['Ann', 'Lee', 'Ray'], pronoun: 'she' as const };

describe('bad templates', () => {
  const word = fc.oneof(
    fc.constantFrom('{name}', "{name's}", '{value}', '{was}', '{they}', '{their}', '{them}'),
    fc.constantFrom('{Name}', '{value', 'value}', '{}', '{{name}}', '{name}.', 'lives', 'in', '.'),
    trickyText,
  );

  const more = fc.array(word, { maxLength: 2 });
  const nearlyGood = fc
    .tuple(more, more, more)
    .map(([before, between, after]) => [...before, '{name}', ...between, '{value}', ...after]);

  it('are refused, quoted; of good ones every word is a word and the value stands where it is said', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(word, { maxLength: 8 }), nearlyGood),
        fc.boolean(),
        (words, named) => {
          const template = words.join(' ');
          const value = ['New', 'York'];
          const given = template.split(' ');
          const count = (...wanted: string[]) => given.filter((w) => wanted.includes(w)).length;
          const error = clearError(() => fillTemplate(template, ann, value, named));
          const good =
            count('{name}', "{name's}") === 1 &&
            count('{value}') === 1 &&
            given.indexOf('{value}') > given.findIndex((w) => /^\{name('s)?\}$/.test(w)) &&
            given.every(
              (w) => !/[{}]/.test(w) || /^\{(name('s)?|value|was|they|their|them)\}$/.test(w),
            );
          expect(error === null, template).toBe(good);
          if (error) {
            expect(error.message).toContain(`"${template}"`);
            return;
          }
          const sentence = fillTemplate(template, ann, value, named);
          expect(sentence.words.every((w) => typeof w === 'string')).toBe(true);
          expect(sentence.words.slice(sentence.start, sentence.start + 2)).toEqual(value);
        },
      ),
      runs,
    );
  });
});

describe('bad options of biographies', () => {
  const keys = Object.keys(paperPeople) as (keyof PeopleOptions)[];
  const small: PeopleOptions = {
    ...{ nPeople: 12, firstNames: 3, middleNames: 3, lastNames: 4, months: 2, days: 2, years: 2 },
    ...{ cities: 4, universities: 2, majors: 2, employers: 4, companyCities: 3 },
  };

  it('of people are refused by name, or are made as they say', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...keys), anything), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const options = { ...small, ...Object.fromEntries(changes) };
          const error = clearError(() => validatePeopleOptions(options));
          if (error) {
            expect(error.message).toMatch(new RegExp([...keys, 'names'].join('|')));
            expect(clearError(() => makePeople(options, 1))?.message).toBe(error.message);
          } else if (options.nPeople < 100) {
            expect(makePeople(options, 1)).toHaveLength(options.nPeople);
          }
        },
      ),
      runs,
    );
  });

  it('of augmentations are refused with the list of names', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          fc
            .tuple(fc.constantFrom(...Object.keys(paperAugmentations)), damage)
            .map(([n, harm]) => harm(n)),
        ),
        (name) => {
          const error = clearError(() => augmentationOf(name as string));
          const known = typeof name === 'string' && Object.hasOwn(paperAugmentations, name);
          expect(error === null).toBe(known);
          if (error) expect(error.message).toMatch(/Unknown augmentation .*multi5\+permute/s);
        },
      ),
      runs,
    );
  });

  const people = makePeople(small, 1);
  const tokenizer = makeTokenizer(small, 'short');

  it('of biographies, their rows and their windows are refused by name', () => {
    const number = fc
      .oneof(fc.integer({ min: -2, max: 6 }), fc.constantFrom(NaN, 1.5, Infinity), anything)
      .filter((value) => !['symbol', 'object'].includes(typeof value));
    fc.assert(
      fc.property(number, number, anything, number, (multi, permute, templates, length) => {
        const huge = [multi, permute, length].some(
          (n) => typeof n === 'number' && n > 1e4 && n < Infinity,
        );
        if (huge) return; // sound, but too much for a test
        const augmentation = { multi, permute, fullname: false } as never;
        clearError(() => makeBiographies(people, augmentation, { templates, seed: 1 } as never));
        const told = makeBiographies(people, paperAugmentations.single, {
          templates: 'short',
          seed: 1,
        });
        clearError(() => bioRows(told, tokenizer, length as number));
        clearError(() => packedWindows(told, tokenizer, { length, seed: 1, epoch: 0 } as never));
        expect(longestBiography(told)).toBeGreaterThan(0);
      }),
      runs,
    );
  });

  it('of a split are refused by name, or share out everybody at most once', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(30), anything),
        fc.array(fc.oneof(fc.double({ min: 0, max: 0.6 }), fc.double())),
        (n, shares) => {
          if (typeof n === 'number' && n > 1000) return;
          const error = clearError(() => splitPeople(n as number, shares, 1));
          if (error) {
            expect(error.message).toMatch(/nPeople|[Ss]hare/);
            return;
          }
          const all = splitPeople(n as number, shares, 1).flatMap((group) => [...group]);
          expect(new Set(all).size).toBe(all.length);
        },
      ),
      runs,
    );
  });

  it('of words are refused by the word or the number', () => {
    fc.assert(
      fc.property(
        fc.array(trickyText),
        fc.array(fc.integer({ min: -2, max: 2000 })),
        (words, ids) => {
          const error = clearError(() => tokenizer.encode(words));
          if (error) expect(words.some((w) => error.message.includes(`"${w}"`))).toBe(true);
          clearError(() => tokenizer.decode(ids));
          const own = wordTokenizer(words);
          expect(own.decode(own.encode(words))).toEqual(words);
        },
      ),
      runs,
    );
  });
});
