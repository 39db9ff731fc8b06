import { requireInteger } from '../../base';
import { randomStream } from '../../engine/random';
import type { Attribute } from './attributes';
import { type Pool, pools, secondWords } from './pools';

/** How many people there are, and from how many words their names and values are drawn. */
export interface PeopleOptions extends Record<Pool, number> {
  nPeople: number;
  companyCities: number; // the first of the cities
  /**
   * How many cities, universities and employers share a second word, as cities share a state; 0 or
   * left out = their names are one word.
   */
  sharedSecondWord?: number;
}

/** Sizes of bioS. Source: Allen-Zhu & Li 2023, section 2. */
export const paperPeople: PeopleOptions = {
  nPeople: 100_000,
  firstNames: 400,
  middleNames: 400,
  lastNames: 1000,
  months: 12,
  days: 28,
  years: 200,
  cities: 200,
  universities: 300,
  majors: 100,
  employers: 263,
  companyCities: 133,
};

export type Pronoun = 'he' | 'she' | 'they';

export interface Person {
  name: [string, string, string];
  pronoun: Pronoun;
  /** One word each, or two with a second word; the birth date is [month, day, year]. */
  values: Record<Attribute, string[]>;
}

/** The words of a pool that these people use. */
export const poolOf = (options: PeopleOptions, pool: Pool): readonly string[] =>
  pools[pool].slice(0, options[pool]);

/** The pools of which values can have a second word. */
export const twoWordPools = ['cities', 'universities', 'employers'] as const;
type TwoWordPool = (typeof twoWordPools)[number];

/** The second words that values of a pool have with these options, in the order of the values. */
export function secondWordsOf(options: PeopleOptions, pool: TwoWordPool): readonly string[] {
  const { sharedSecondWord: shared = 0 } = options;
  if (shared === 0) return [];
  return secondWords[pool].slice(0, Math.ceil(options[pool] / shared));
}

/** A value of a pool as words: its own word determines the second, which `sharedSecondWord` share. */
function wordsOf(options: PeopleOptions, pool: TwoWordPool): (word: string) => string[] {
  const { sharedSecondWord: shared = 0 } = options;
  if (shared === 0) return (word) => [word];
  const seconds = secondWordsOf(options, pool);
  const all = poolOf(options, pool);
  const second = new Map(all.map((word, i) => [word, seconds[Math.floor(i / shared)]]));
  return (word) => [word, second.get(word) as string];
}

const classPools: Record<Attribute, Pool> = {
  birthDate: 'months',
  birthCity: 'cities',
  university: 'universities',
  major: 'majors',
  employer: 'employers',
  companyCity: 'cities',
};

/** The different values that an attribute can have; of a birth date its months. */
export function classesOf(options: PeopleOptions, attribute: Attribute): readonly string[] {
  const words = poolOf(options, classPools[attribute]);
  return attribute === 'companyCity' ? words.slice(0, options.companyCities) : words;
}

/** Throws a RangeError that names what is asked for and what there is. */
export function validatePeopleOptions(options: PeopleOptions): void {
  requireInteger('nPeople', options.nPeople, 1);
  for (const pool of Object.keys(pools) as Pool[]) {
    requireInteger(pool, options[pool], 1);
    if (options[pool] > pools[pool].length) {
      throw new RangeError(
        `${pool} must be at most ${pools[pool].length}, the size of the pool, not ${options[pool]}.`,
      );
    }
  }
  requireInteger('sharedSecondWord', options.sharedSecondWord ?? 0, 0);
  requireInteger('companyCities', options.companyCities, 1);
  const { nPeople, companyCities, cities, employers } = options;
  const most = Math.min(cities, employers);
  if (companyCities > most) {
    throw new RangeError(
      `companyCities must be at most ${most}, not ${companyCities}: they are cities (${cities}), ` +
        `and each has an employer (${employers}).`,
    );
  }
  const names = options.firstNames * options.middleNames * options.lastNames;
  if (nPeople > names) {
    throw new RangeError(
      `${nPeople} people need as many different names, but there are only ${names} ` +
        `(${options.firstNames} x ${options.middleNames} x ${options.lastNames}). ` +
        'Ask for fewer people or for larger name pools.',
    );
  }
}

/**
 * People with unique names and independent uniform values; the company city follows from the
 * employer. The first n of more people are the same as n people alone.
 * Throws a RangeError when there are more people than names, or a pool is smaller than asked.
 * Source: Allen-Zhu & Li 2023, section 2 (bioS).
 */
export function makePeople(options: PeopleOptions, seed: number): Person[] {
  validatePeopleOptions(options);
  const names = uniqueNames(options, seed);
  const cityOf = companyCityOf(options, seed);
  const draw = (pool: Pool, use: string = pool): (() => string) => {
    const words = poolOf(options, pool);
    const stream = randomStream(seed, `people/${use}`);
    return () => words[stream.integer(words.length)];
  };
  const [month, day, year] = [draw('months'), draw('days'), draw('years')];
  const [city, university] = [draw('cities', 'birth-city'), draw('universities', 'university')];
  const [major, employer] = [draw('majors', 'major'), draw('employers', 'employer')];
  const pronouns = randomStream(seed, 'people/pronoun');
  const [inCities, inUniversities, inEmployers] = twoWordPools.map((p) => wordsOf(options, p));
  return names.map((name) => {
    const company = employer();
    const values: Record<Attribute, string[]> = {
      birthDate: [month(), day(), year()],
      birthCity: inCities(city()),
      university: inUniversities(university()),
      major: [major()],
      employer: inEmployers(company),
      companyCity: inCities(cityOf.get(company) as string),
    };
    return { name, pronoun: (['he', 'she', 'they'] as const)[pronouns.integer(3)], values };
  });
}

function uniqueNames(options: PeopleOptions, seed: number): Person['name'][] {
  const stream = randomStream(seed, 'people/name');
  const parts = (['firstNames', 'middleNames', 'lastNames'] as const).map((p) =>
    poolOf(options, p),
  );
  const names = new Map<string, Person['name']>();
  while (names.size < options.nPeople) {
    const name = parts.map((words) => words[stream.integer(words.length)]) as Person['name'];
    names.set(name.join(' '), name); // a name drawn again keeps its place
  }
  return [...names.values()];
}

const MOST_COMMON_CITY = 0.137; // share of the employers that sit in one city, the paper's

/** The city of each employer: every company city has one, the first city has the paper's share. */
function companyCityOf(options: PeopleOptions, seed: number): Map<string, string> {
  const employers = poolOf(options, 'employers');
  const cities = classesOf(options, 'companyCity');
  const stream = randomStream(seed, 'people/company-city');
  const inFirst = cities.length + Math.round(MOST_COMMON_CITY * employers.length) - 1;
  return new Map(
    employers.map((employer, i) => {
      const city = i < cities.length ? i : i < inFirst ? 0 : stream.integer(cities.length);
      return [employer, cities[city]];
    }),
  );
}

/**
 * Bits that the values of one person hold: log2 of the number of different birth dates, birth cities,
 * universities, majors and employers. The company city follows from the employer. 46.6 for bioS.
 */
export function bitsPerPerson(options: PeopleOptions): number {
  const { months, days, years, cities, universities, majors, employers } = options;
  return Math.log2(months * days * years * cities * universities * majors * employers);
}
