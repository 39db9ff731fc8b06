import { type Attribute, attributes } from '../../datasets';
import {
  both,
  gatedBy,
  perSeed,
  type Quantity,
  type Run,
  type Select,
  where,
} from '../../experiment';
import { rankCorrelation } from '../../stats';
import { type PathOf, percentOf, shareIn, termsOf } from '../../recipes/biographies/shares';
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

/** The arm of a configuration; undefined for one that is in none. */
export const armOf = (config: MaskedConfig): Arm | undefined =>
  ARMS.find((arm) => Object.entries(arms[arm].has).every(([key, value]) => config[key] === value));

export const inArms = (...some: Arm[]): Select<MaskedRun> =>
  where(({ config }) => some.includes(armOf(config) as Arm));

/** Values whose words cannot be told from one another, and values of two words that can. */
export const APART: readonly Attribute[] = ['birthDate', 'major'];
export const TOGETHER: readonly Attribute[] = attributes.filter((a) => !APART.includes(a));

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

/** How much larger a share of one arm is than that of another, in the same seed. */
export const lead = (arm: Arm, less: Arm, of: readonly Attribute[], path: PathOf): Q =>
  shareIn(inArms(arm, less), [inArms(arm), inArms(less)], termsOf(of, path));

/** The arms of models of masked words, and their runs. */
export const MASKED_ARMS = ['augmented', 'values', 'single'] as const;
export const bidirectionalRuns = inArms(...MASKED_ARMS);

/** In percent, what is recalled of the values that a model of masked words should know whole. */
export const knownApart = percentOf(termsOf(APART, recalled));
export const LEARNED = 98; // percent, of values whose words stand apart: nearly all

/**
 * The same, at most partly reproduced where a model of masked words does not know even the values
 * that it should know, whole: a model that was trained too little fails at everything.
 */
export const gated = (quantity: Q): Q =>
  gatedBy(quantity, (runs) => {
    const least = Math.min(...bidirectionalRuns(runs).map((run) => knownApart(run) ?? NaN));
    if (least >= LEARNED) return null;
    return `whole values of words apart recalled ${least.toFixed(1)} %: below ${LEARNED} %`;
  });

/** What is asked and what a probe finds of an attribute, above always saying the same, in points. */
export const probeAndQuestion = (run: MaskedRun, update: QProbeUpdate, attribute: Attribute) => ({
  probe: percentOf(termsOf([attribute], probed(update), probeGuess))(run) ?? NaN,
  question: percentOf(termsOf([attribute], asked, guessed))(run) ?? NaN,
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
    { enters: attributes.flatMap((a) => [asked(a), probed(update)(a)]) },
  );
