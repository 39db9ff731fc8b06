import { byKey } from 'memorization-kit/base';
import {
  attributes,
  bitsPerPerson,
  classesOf,
  makePeople,
  makeQuestions,
  paperPeople,
  type PeopleOptions,
  type Person,
  pools,
  secondWords,
  splitPeople,
} from 'memorization-kit/datasets';
import { describe, expect, it } from 'vitest';
import { fullName, options, people } from './sixty-people';

describe('pools', () => {
  it("have the paper's sizes, and no word twice", () => {
    const { cities, firstNames, middleNames, lastNames, universities, majors, employers } = pools;
    const sizes = [firstNames, middleNames, lastNames, cities, universities, majors, employers];
    expect(sizes.map((pool) => pool.length)).toEqual([400, 400, 1000, 200, 300, 100, 263]);
    for (const [pool, of] of Object.entries(secondWords)) {
      expect(of.length).toBeGreaterThanOrEqual(pools[pool as keyof typeof secondWords].length);
    }
    const words = [...Object.values(pools), ...Object.values(secondWords)].flat();
    expect(new Set(words).size).toBe(words.length);
    words.forEach((word) => expect(word).toMatch(/^[A-Za-z]+$|^\d+$/));
  });
});

describe('people', () => {
  it('are all different, even where every name there is has to be used', () => {
    const all = makePeople({ ...options, nPeople: 2000 }, 3);
    expect(new Set(all.map((p) => p.name.join(' '))).size).toBe(2000);
  });

  it('do not change when more are added, and are others with another seed', () => {
    expect(makePeople({ ...options, nPeople: 500 }, 1).slice(0, 60)).toEqual(people);
    expect(makePeople(options, 2)).not.toEqual(people);
  });

  it('have values of the pools; the company city follows from the employer', () => {
    const many = makePeople({ ...options, nPeople: 1000 }, 1);
    for (const { values } of many) {
      for (const a of attributes) expect(classesOf(options, a)).toContain(values[a][0]);
      expect(values.birthDate).toHaveLength(3);
    }
    const citiesOf = (same: Person[]) => new Set(same.map(({ values }) => values.companyCity[0]));
    const employers = byKey(many, ({ values }) => values.employer[0]);
    for (const same of employers.values()) expect(citiesOf(same).size).toBe(1);
    expect(citiesOf(many).size).toBe(options.companyCities);
  });

  it.each([1, 4])('have second words, each shared by %d values of its pool', (sharedSecondWord) => {
    const plain = makePeople({ ...options, nPeople: 1000 }, 1);
    const many = makePeople({ ...options, nPeople: 1000, sharedSecondWord }, 1);
    const first = ({ values }: Person) => attributes.map((a) => values[a][0]);
    expect(many.map(first)).toEqual(plain.map(first)); // the same people
    const words = ({ values }: Person) => attributes.map((a) => values[a].length);
    for (const person of many) expect(words(person)).toEqual([3, 2, 2, 1, 2, 2]);
    const values = many.flatMap(({ values: { birthDate: _, major: __, ...two } }) =>
      Object.values(two).map(([value, second]) => ({ value, second })),
    );
    const bySecond = [...byKey(values, ({ second }) => second).values()];
    const shared = bySecond.map((same) => [...new Set(same.map(({ value }) => value))]);
    expect(Math.max(...shared.map((own) => own.length))).toBe(sharedSecondWord);
    const all = shared.flat();
    expect(new Set(all).size).toBe(all.length); // a value has one second word
  });

  it("have the paper's most common company city: 13.7 % of the employers", () => {
    const { nPeople, ...paper } = paperPeople;
    const many = makePeople({ ...paper, nPeople: nPeople / 5 }, 1);
    const first = classesOf(paperPeople, 'companyCity')[0];
    const share = many.filter(({ values }) => values.companyCity[0] === first).length / many.length;
    expect(Math.abs(share - 0.137)).toBeLessThan(0.01);
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
