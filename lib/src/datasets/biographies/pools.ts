import parts from './pools.json';

/** The words of some lines. */
const list = (lines: string[]): string[] => lines.join(' ').split(' ');

const numbers = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => String(first + i));

/**
 * All start + end words in an order in which both parts change from word to word, so that the first
 * n are a varied pool. The number of starts + 1 and of ends must have no common divisor.
 */
function combine(syllables: { starts: string[]; ends: string[] }): string[] {
  const [starts, ends] = [list(syllables.starts), list(syllables.ends)];
  return Array.from({ length: starts.length * ends.length }, (_, i) => {
    const end = (i + Math.floor(i / starts.length)) % ends.length;
    return starts[i % starts.length] + ends[end];
  });
}

/**
 * The words that names and values are made of, every pool at its full size, which is the paper's. All
 * are invented from syllables, except months, days, years and majors. No word is in two pools;
 * company cities are cities.
 */
export const pools = {
  firstNames: combine(parts.firstNames), // 400
  middleNames: combine(parts.middleNames), // 400
  lastNames: combine(parts.lastNames), // 1000
  months: list(parts.months),
  days: numbers(1, 28), // as in the paper, so that every day exists in every month
  years: numbers(1900, 200),
  cities: combine(parts.cities), // 200
  universities: combine(parts.universities), // 300
  majors: list(parts.majors).slice(0, 100),
  employers: combine(parts.employers).slice(0, 263),
} as const;
export type Pool = keyof typeof pools;

/**
 * Second words of values that have two, of each pool that has any: the state of a city, the campus of
 * a university, the group of a company. Each is shared by neighbours in the pool. Invented, too.
 */
export const secondWords = {
  cities: combine(parts.states),
  universities: combine(parts.campuses),
  employers: combine(parts.holdings),
} as const;
