import { byKey } from '../../base';
import { type Attribute, attributes } from '../../datasets';
import {
  meanOf,
  numberAt,
  perSeed,
  type Quantity,
  rankOverArms,
  type Run,
  type Select,
  where,
} from '../../experiment';
import { mean, percentInterval } from '../../stats';
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

/** Models that were pretrained on the biographies of one of the arms that are contrasted. */
export const contrasted: Select<ProbingRun> = (runs) => ARMS.flatMap((data) => armRuns(runs, data));

export const qProbed: Select<ProbingRun> = (runs) =>
  contrasted(runs).filter(({ measurements }) => measurements.qProbe !== null);

/** The runs whose models were asked questions, too. */
export const asked = where<ProbingRun>(({ measurements }) => measurements.qa !== null);

/** A share in the measurements of a run, and what is taken from it, by their paths. */
interface Term {
  at: string;
  less?: string;
}

type PathOf = (attribute: Attribute) => string;

const inTable = (table: 'pProbe' | 'control', place: number): PathOf => {
  return (attribute) => `${table}[${place}][${attributes.indexOf(attribute)}]`;
};

/** What always naming the most common class gets right. */
export const majority: PathOf = (attribute) => `majority.${attribute}`;

/** At one place, from 0, for the attributes of one word unless others are given. */
export const atPlace = (
  table: 'pProbe' | 'control',
  place: number,
  less?: PathOf,
  of: readonly Attribute[] = wholeAttributes,
): Term[] =>
  of.map((attribute) => ({ at: inTable(table, place)(attribute), less: less?.(attribute) }));

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
const byName = (update: QProbeUpdate): Term[] =>
  wholeAttributes.map((attribute) => ({ at: `qProbe.${update}.test.${attribute}` }));

const answered: PathOf = (attribute) => `qa.heldOut.byAttribute.${attribute}`;
const answers = wholeAttributes.map((attribute) => ({ at: answered(attribute) }));

const pathsOf = (...terms: Term[]): string[] => [
  ...new Set(terms.flatMap(({ at, less }) => (less === undefined ? [at] : [at, less]))),
];

/** The mean of shares of a run in percent, without those that it does not have; null without any. */
const percentOf =
  (terms: readonly Term[]) =>
  ({ measurements }: ProbingRun): number | null => {
    const shares = terms.flatMap(({ at, less }) => {
      const share = numberAt(measurements, at);
      const from = less === undefined ? 0 : numberAt(measurements, less);
      return share === null || from === null ? [] : [share - from];
    });
    return shares.length > 0 ? 100 * mean(shares) : null;
  };

/** The mean of shares, one value a run. */
export const meanShare = (unit: '%' | 'points', of: Select<ProbingRun>, terms: Term[]): Q =>
  perSeed(unit, of, (runs) => meanOf(runs, percentOf(terms)), {
    enters: pathsOf(...terms),
    limits: [unit === '%' ? 0 : -100, 100],
  });

/**
 * What single has of the birth date, which comes first, more than of the attributes of one word, each
 * less what always naming the most common one gets. Of a whole date, that is next to nothing.
 */
function firstAttribute(of: PathOf, first: Term): Q {
  const terms = wholeAttributes.map((a): Term => ({ at: of(a), less: majority(a) }));
  const value = (run: ProbingRun): number | null => {
    const [one, rest] = [percentOf([first])(run), percentOf(terms)(run)];
    return one === null || rest === null ? null : one - rest;
  };
  return perSeed(
    'points',
    (runs) => armRuns(runs, SINGLE),
    (runs) => meanOf(runs, value),
    { enters: pathsOf(first, ...terms), limits: [-100, 100] },
  );
}

const inName: PathOf = (attribute) => `qProbe.ends.test.${attribute}`;

export const firstFound = firstAttribute(inName, {
  at: inName('birthDate'),
  less: majority('birthDate'),
});
export const firstAsked = firstAttribute(answered, { at: answered('birthDate') });

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
  perSeed(
    'points',
    qProbed,
    (runs) => {
      const of = (data: string) => meanOf(armRuns(runs, data), percentOf(byName(update)));
      const [single, augmented] = ARMS.map(of);
      return augmented === null || single === null ? null : augmented - single;
    },
    { enters: pathsOf(...byName(update)) },
  );

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
    const probe = over(atPlace('pProbe', 0));
    return { data, probe, qProbe: over(byName('ends')), qa: over(answers) };
  });

/** Whether the arms have the same order by what is there at the first place and by answers. */
export const rankOfArms: Q = perSeed(
  'Spearman',
  asked,
  (runs) =>
    rankOverArms(
      runs,
      (run) => percentOf(atPlace('pProbe', 0))(run) ?? NaN,
      (run) => percentOf(answers)(run) ?? NaN,
    ),
  { enters: pathsOf(...atPlace('pProbe', 0), ...answers), limits: [-1, 1] },
);
