import { requireInteger } from '../../engine/config';
import { randomStream } from '../../engine/random';
import { type Attribute, forEachAttribute } from './attributes';
import { type Pool, pools } from './pools';

/** How many people there are, and from how many words their names and values are drawn. */
export interface PeopleOptions extends Record<Pool, number> {
  nPeople: number;
  companyCities: number; // the first of the cities
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
  /** One word each; the birth date is [month, day, year]. */
  values: Record<Attribute, string[]>;
}

/** The words of a pool that these people use. */
export function poolOf(options: PeopleOptions, pool: Pool): readonly string[] {
  return pools[pool].slice(0, options[pool]);
}

/** The different values that an attribute can have; of a birth date its months. */
export function classesOf(options: PeopleOptions, attribute: Attribute): readonly string[] {
  switch (attribute) {
    case 'birthDate':
      return poolOf(options, 'months');
    case 'birthCity':
      return poolOf(options, 'cities');
    case 'university':
      return poolOf(options, 'universities');
    case 'major':
      return poolOf(options, 'majors');
    case 'employer':
      return poolOf(options, 'employers');
    case 'companyCity':
      return poolOf(options, 'cities').slice(0, options.companyCities);
  }
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
  const draw = (pool: Pool, use: string): (() => string) => {
    const words = poolOf(options, pool);
    const stream = randomStream(seed, `people/${use}`);
    return () => words[stream.integer(words.length)];
  };
  const [month, day, year] = (['months', 'days', 'years'] as const).map((p) => draw(p, p));
  const city = draw('cities', 'birth-city');
  const university = draw('universities', 'university');
  const major = draw('majors', 'major');
  const employer = draw('employers', 'employer');
  const pronouns = randomStream(seed, 'people/pronoun');
  return names.map((name) => {
    const company = employer();
    const values: Record<Attribute, string[]> = {
      ...forEachAttribute(() => []),
      birthDate: [month(), day(), year()],
      birthCity: [city()],
      university: [university()],
      major: [major()],
      employer: [company],
      companyCity: [cityOf.get(company) as string],
    };
    return { name, pronoun: (['he', 'she', 'they'] as const)[pronouns.integer(3)], values };
  });
}

function uniqueNames(options: PeopleOptions, seed: number): Person['name'][] {
  const stream = randomStream(seed, 'people/name');
  const parts = (['firstNames', 'middleNames', 'lastNames'] as const).map((p) =>
    poolOf(options, p),
  );
  const taken = new Set<string>();
  const names: Person['name'][] = [];
  while (names.length < options.nPeople) {
    const name = parts.map((words) => words[stream.integer(words.length)]) as Person['name'];
    const key = name.join(' ');
    if (taken.has(key)) continue;
    taken.add(key);
    names.push(name);
  }
  return names;
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
      if (i < cities.length) return [employer, cities[i]];
      return [employer, cities[i < inFirst ? 0 : stream.integer(cities.length)]];
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
