import { type Attribute, attributes } from '../../datasets';
import {
  average,
  both,
  gatedBy,
  meanOf,
  numberAt,
  perSeed,
  type Quantity,
  type Run,
  type Select,
  where,
} from '../../experiment';
import { mean, rankCorrelation } from '../../stats';
import type { QProbeUpdate } from '../../recipes/probes/q-probe';
import type { MaskedConfig } from './config';
import type { MaskedMeasurements } from './run';

export type MaskedRun = Run<MaskedConfig, MaskedMeasurements>;
type Q = Quantity<MaskedRun>;

const MASKED = { objective: 'masked words', maskUnit: 'word' } as const;
const AUGMENTED = { data: 'multi5+permute+fullname' } as const;

/** What is compared: how a model is pretrained, and on which biographies. */
export const arms = {
  augmented: { name: 'masked words', has: { ...MASKED, ...AUGMENTED } },
  causal: { name: 'next word', has: { objective: 'next word', ...AUGMENTED } },
  values: { name: 'masked values', has: { ...MASKED, ...AUGMENTED, maskUnit: 'value' } },
  single: { name: 'masked words, told once', has: { ...MASKED, data: 'single+fullname' } },
} as const satisfies Record<string, { name: string; has: Partial<MaskedConfig> }>;
export type Arm = keyof typeof arms;
export const ARMS = Object.keys(arms) as Arm[];

export const ofArm = (arm: Arm): Select<MaskedRun> => {
  const wanted = Object.entries(arms[arm].has);
  return where(({ config }) => wanted.every(([key, value]) => config[key] === value));
};

/** The arm of a configuration; undefined for one that is in none. */
export const armOf = (config: MaskedConfig): Arm | undefined =>
  ARMS.find((arm) => Object.entries(arms[arm].has).every(([key, value]) => config[key] === value));

/** Values whose words cannot be told from one another, and values of two words that can. */
export const APART: readonly Attribute[] = ['birthDate', 'major'];
export const TOGETHER: readonly Attribute[] = attributes.filter((a) => !APART.includes(a));

/** Where a share of an attribute lies in the measurements. */
export type PathOf = (attribute: Attribute) => string;
export const asked: PathOf = (attribute) => `full.heldOut.byAttribute.${attribute}`;
export const guessed: PathOf = (attribute) => `majority.byAttribute.${attribute}`;
export const recalled: PathOf = (attribute) => `recall.byAttribute.${attribute}`;
export const wordRecalled: PathOf = (attribute) => `masked.word.byAttribute.${attribute}`;
export const fromNames: PathOf = (attribute) => `masked.all values.byAttribute.${attribute}`;
export const probed =
  (update: QProbeUpdate): PathOf =>
  (attribute) =>
    `qProbe.${update}.test.${attribute}`;
const probeGuess: PathOf = (attribute) => `qMajority.${attribute}`;

/** The mean of a share over attributes in percent, and how much more that is than another. */
export const percentOf =
  (of: readonly Attribute[], path: PathOf, less?: PathOf) =>
  ({ measurements: m }: MaskedRun): number | null => {
    const shares = of.map((a) => {
      const share = numberAt(m, path(a));
      return share === null ? null : share - (less ? (numberAt(m, less(a)) ?? NaN) : 0);
    });
    return shares.includes(null) ? null : 100 * mean(shares as number[]);
  };

const SHARE: [number, number] = [0, 100];
const POINTS: [number, number] = [-100, 100];

type Shares = [of: readonly Attribute[], path: PathOf, less?: PathOf];

const entering = (...all: Shares[]): string[] =>
  all.flatMap(([of, path, less]) => [...of.map(path), ...(less ? of.map(less) : [])]);

/** A mean share of an arm, one value a run; of `less`, how much larger than that it is. */
export const share = (arm: Arm, ...[of, path, less]: Shares): Q =>
  average(less ? 'points' : '%', ofArm(arm), percentOf(of, path, less), {
    enters: entering([of, path, less]),
    limits: less ? POINTS : SHARE,
  });

/** How much larger one share of an arm is than another. */
export const gap = (arm: Arm, larger: Shares, smaller: Shares): Q => {
  const [one, two] = [percentOf(...larger), percentOf(...smaller)];
  const enters = entering(larger, smaller);
  return average('points', ofArm(arm), (run) => difference(one(run), two(run)), {
    enters,
    limits: POINTS,
  });
};

const difference = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b;

/** How much larger a share of one arm is than that of another, in the same seed. */
export const lead = (arm: Arm, less: Arm, of: readonly Attribute[], path: PathOf): Q => {
  const [one, other] = [ofArm(arm), ofArm(less)];
  const value = percentOf(of, path);
  return perSeed(
    'points',
    (runs) => runs.filter((run) => [...one([run]), ...other([run])].length > 0),
    (runs) => difference(meanOf(one(runs), value), meanOf(other(runs), value)),
    { enters: of.map(path), limits: POINTS },
  );
};

/** The runs of models of masked words. */
export const bidirectionalRuns = where<MaskedRun>(
  ({ config }) => config.objective === 'masked words' && armOf(config) !== undefined,
);

export const LEARNED = 98; // percent, of values whose words stand apart: nearly all

/**
 * The same, at most partly reproduced where a model of masked words does not know even the values
 * that it should know, whole: a model that was trained too little fails at everything.
 */
export const gated = (quantity: Q): Q =>
  gatedBy(quantity, (runs) => {
    const known = bidirectionalRuns(runs).map((run) => percentOf(APART, recalled)(run) ?? NaN);
    const least = Math.min(...known);
    if (least >= LEARNED) return null;
    return `whole values of words apart recalled ${least.toFixed(1)} %: below ${LEARNED} %`;
  });

/** What is asked and what a probe finds of an attribute, above always saying the same, in points. */
export const probeAndQuestion = (run: MaskedRun, update: QProbeUpdate, attribute: Attribute) => ({
  probe: percentOf([attribute], probed(update), probeGuess)(run) ?? NaN,
  question: percentOf([attribute], asked, guessed)(run) ?? NaN,
});

/** Spearman over attributes and arms of models of masked words, one value a seed. */
export const probeFollows = (update: QProbeUpdate): Q =>
  perSeed(
    'Spearman',
    both(
      bidirectionalRuns,
      where(({ measurements }) => !!measurements.full),
    ),
    (runs) => {
      const pairs = runs.flatMap((run) => attributes.map((a) => probeAndQuestion(run, update, a)));
      return rankCorrelation(
        pairs.map(({ probe }) => probe),
        pairs.map(({ question }) => question),
      );
    },
    { enters: attributes.flatMap((a) => [asked(a), probed(update)(a)]), limits: [-1, 1] },
  );
