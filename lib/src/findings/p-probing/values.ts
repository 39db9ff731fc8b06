import { byKey } from '../../base';
import { type Attribute, attributes } from '../../datasets';
import {
  perSeed,
  type Quantity,
  rankOverArms,
  type Run,
  type Select,
  where,
} from '../../experiment';
import { percentInterval } from '../../stats';
import {
  type PathOf,
  pathsOf,
  percentOf,
  shareGap,
  shareIn,
  type Term,
  termsOf,
} from '../../recipes/biographies/shares';
import type { ProbingConfig } from '../../recipes/probes/config';
import type { QProbeUpdate } from '../../recipes/probes/q-probe';
import type { ProbingMeasurements } from '../../recipes/probes/run';
import { wholeAttributes } from '../../recipes/probes/tables';

export type ProbingRun = Run<ProbingConfig, ProbingMeasurements>;
type Q = Quantity<ProbingRun>;

export const ARMS = ['single', 'multi5+permute'] as const;
export const [SINGLE, AUGMENTED] = ARMS;

/** All kinds of biographies that are probed, in the order of what can be asked after them. */
export const ALL_ARMS = ['single', 'multi2+permute', 'multi5', 'single+permute5', 'multi5+permute'];

/** Runs of one kind of biographies, by pretrained or random models. */
export const armRuns = <R extends ProbingRun>(
  runs: readonly R[],
  data: string,
  model: ProbingConfig['model'] = 'pretrained',
): R[] => runs.filter(({ config }) => config.data === data && config.model === model);

export const single: Select<ProbingRun> = (runs) => armRuns(runs, SINGLE);
export const augmented: Select<ProbingRun> = (runs) => armRuns(runs, AUGMENTED);
export const random: Select<ProbingRun> = (runs) => armRuns(runs, AUGMENTED, 'random');

/** Models that were pretrained on the biographies of one of the arms that are contrasted. */
export const contrasted: Select<ProbingRun> = (runs) => [...single(runs), ...augmented(runs)];

export const qProbed: Select<ProbingRun> = (runs) =>
  contrasted(runs).filter(({ measurements }) => measurements.qProbe !== null);

/** The runs whose models were asked questions, too. */
export const asked = where<ProbingRun>(({ measurements }) => measurements.qa !== null);

const inTable =
  (table: 'pProbe' | 'control', place: number): PathOf =>
  (attribute) =>
    `${table}[${place}][${attributes.indexOf(attribute)}]`;

/** What always naming the most common class gets right. */
export const majority: PathOf = (attribute) => `majority.${attribute}`;

/** At one place, from 0, for the attributes of one word unless others are given. */
export const atPlace = (
  table: 'pProbe' | 'control',
  place: number,
  less?: PathOf,
  of: readonly Attribute[] = wholeAttributes,
): Term[] => termsOf(of, inTable(table, place), less);

/** Just before each attribute's own value, when sentences are in order. */
export const ownPlaces: Term[] = attributes.flatMap((attribute, place) =>
  atPlace('pProbe', place, undefined, [attribute]),
);

/**
 * Before each attribute's own place, when sentences are in order. The company city at the company's
 * place is left out: it follows from the company.
 */
export const ahead: Term[] = attributes.flatMap((_, place) => {
  const later = attributes.slice(place + 1);
  const follows = attributes[place] === 'employer' ? 'companyCity' : null;
  const of = later.filter((attribute) => attribute !== follows);
  return atPlace('pProbe', place, majority, of);
});

/** At the last place less at the first. */
export const lastLessFirst = atPlace('pProbe', attributes.length - 1, inTable('pProbe', 0));

/** What Q-probes find on people whom they were not trained on. */
export const inName =
  (update: QProbeUpdate): PathOf =>
  (attribute) =>
    `qProbe.${update}.test.${attribute}`;

/** What is answered about people whose questions were not trained. */
export const answered: PathOf = (attribute) => `qa.heldOut.byAttribute.${attribute}`;

/**
 * What single has of the birth date, which comes first, more than of the attributes of one word, each
 * less what always naming the most common one gets. Of a whole `date`, that is next to nothing.
 */
const firstAttribute = (of: PathOf, date: 'month' | 'whole'): Q => {
  const [first] = termsOf(['birthDate'], of, date === 'month' ? majority : undefined);
  return shareGap(single, [first], termsOf(wholeAttributes, of, majority));
};
export const firstFound = firstAttribute(inName('ends'), 'month');
export const firstAsked = firstAttribute(answered, 'whole');

/** A share in which guessing by the most common class is 0 and all right is 1. */
export const chanceCorrected = (share: number, chance: number): number =>
  (share - chance) / (1 - chance);

/** What always naming the most common value gets right in bioS. Allen-Zhu & Li 2023, appendix A.1. */
export const paperMajority: Readonly<Partial<Record<Attribute, number>>> = {
  birthCity: 1 / 200,
  university: 1 / 300,
  major: 1 / 100,
  employer: 1 / 263,
  companyCity: 0.137,
};

/** Q-probes: what multi5+permute knows more than single. */
export const qContrast = (update: QProbeUpdate): Q =>
  shareIn(qProbed, [augmented, single], termsOf(wholeAttributes, inName(update)));

const probedFirst = atPlace('pProbe', 0);
const answers = termsOf(wholeAttributes, answered);

/**
 * Of each arm, in percent over seeds: what P-probes find at the first place and Q-probes of the end
 * tokens in the name, and exact match of the questions about held-out people.
 */
export const probesAndQa = (runs: readonly ProbingRun[]) =>
  [...byKey(runs, ({ config }) => config.data)].map(([data, own]) => {
    const over = (terms: Term[]) => {
      const seeds = own.map(percentOf(terms)).filter((found) => found !== null);
      return { seeds, ...percentInterval(seeds) };
    };
    const qProbe = over(termsOf(wholeAttributes, inName('ends')));
    return { data, probe: over(probedFirst), qProbe, qa: over(answers) };
  });

/** Whether the arms have the same order by what is there at the first place and by answers. */
export const rankOfArms: Q = perSeed(
  'Spearman',
  asked,
  (runs) =>
    rankOverArms(
      runs,
      (run) => percentOf(probedFirst)(run) ?? NaN,
      (run) => percentOf(answers)(run) ?? NaN,
    ),
  { enters: pathsOf([...probedFirst, ...answers]) },
);
