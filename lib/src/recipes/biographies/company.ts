import { choice, type ConfigOf, defaultsOf, type FlatConfig, int, text } from '../../base';
import {
  augmentationOf,
  type Biography,
  makeBiographies,
  makePeople,
  type Person,
  randomSentences,
  type Told,
} from '../../datasets';
import type { PeopleOptions, TemplateStyle } from '../../datasets';
import { randomStream } from '../../engine';
import { endlessOrder } from '../rows';

/*
 * What is told beside the people of `nPeople`: biographies of others, whose names are different, or
 * text that tells of nobody. Allen-Zhu & Li 2023, section 6 and appendix G.
 */

/** The keys of the company; a configuration without them has none. */
export const companyFields = {
  company: choice(['nobody', 'celebrities', 'other text'], 'nobody'),
  celebrities: int(0), // people beside the others, or as many in whose place there is other text
  celebrityData: text('multi5+permute', (_, name) => void augmentationOf(name)),
  // biographies shown of a celebrity for one of anybody else; of the paper's 5 versions each as often
  celebrityShows: int(5, 1),
};

type CompanyConfig = ConfigOf<typeof companyFields>;
type WorldConfig = FlatConfig & PeopleOptions & { templates: TemplateStyle; seed: number };

const companyIn = (config: FlatConfig): CompanyConfig => ({
  ...defaultsOf(companyFields),
  ...config,
});

/** Biographies or other texts that an epoch shows beside those of `nPeople`. */
export function shownBeside(config: FlatConfig): number {
  const { company, celebrities, celebrityShows } = companyIn(config);
  return company === 'nobody' ? 0 : celebrities * celebrityShows;
}

export interface Company {
  people: Person[]; // none where the texts are of nobody
  biographies: Biography[]; // `person` counts them from 0
  told: Told[]; // these, or the texts in their place; person after person, as many of each
}

const SENTENCES = 4; // of a text: about as many words as a biography has

/** Names, values and templates are drawn from the same pools as those of `nPeople`. */
export function makeCompany(config: WorldConfig): Company {
  const { company, celebrities, celebrityData } = companyIn(config);
  const { templates, seed, nPeople } = config;
  if (company === 'nobody' || celebrities === 0) return { people: [], biographies: [], told: [] };
  const everybody = makePeople({ ...config, nPeople: nPeople + celebrities }, seed);
  const options = { templates, seed };
  const biographies = makeBiographies(everybody, augmentationOf(celebrityData), options)
    .filter(({ person }) => person >= nPeople)
    .map((biography) => ({ ...biography, person: biography.person - nPeople }));
  if (company === 'celebrities') {
    return { people: everybody.slice(nPeople), biographies, told: biographies };
  }
  const stream = randomStream(seed, 'other-text');
  const told = biographies.map(({ person }) => ({
    person,
    words: randomSentences(SENTENCES, stream),
  }));
  return { people: [], biographies: [], told };
}

const HASHED_PEOPLE = 200;

/** What names the company in the hash of a dataset: its size, and what is told of the first of it. */
export function companyLines(config: WorldConfig): string[] {
  const few = (people: number): number => Math.min(people, HASHED_PEOPLE);
  const { celebrities, celebrityShows } = companyIn(config);
  const some = { ...config, nPeople: few(config.nPeople), celebrities: few(celebrities) };
  const lines = makeCompany(some).told.map(({ words }) => `${words.join(' ')}\n`);
  return lines.length > 0 ? [`${celebrities} beside, ${celebrityShows} shown\n`, ...lines] : [];
}

/**
 * Rows by number, those of `nPeople` and after them those of the company. In every epoch each of
 * `nPeople` has one turn and each of the company `celebrityShows`, all in a new order; the versions of
 * what is told of somebody take turns. So everybody is shown as often whoever else there is.
 * @param own what is told of `nPeople`, person after person
 */
export function sharedOrder(
  own: readonly Told[],
  { told }: Company,
  config: WorldConfig,
): (start: number, count: number) => Int32Array {
  const { celebrities, celebrityShows: shows } = companyIn(config);
  const { nPeople, seed } = config;
  const [versions, others] = [own.length / nPeople, told.length / celebrities];
  const turns = nPeople + celebrities * shows;
  const next = endlessOrder(turns, seed, 'epoch-order');
  return (start, count) =>
    next(start, count).map((turn, i) => {
      const epoch = Math.floor((start + i) / turns);
      if (turn < nPeople) return turn * versions + (epoch % versions);
      const [person, show] = [Math.floor((turn - nPeople) / shows), (turn - nPeople) % shows];
      return own.length + person * others + ((epoch * shows + show) % others);
    });
}
