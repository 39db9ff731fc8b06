import { byKey } from '../../base';
import { type Attribute, forEachAttribute } from '../../datasets';
import {
  both,
  FEWEST_ARMS,
  gatedBy,
  meanOf,
  percentIn,
  perSeed,
  type Quantity,
  rankOverArms,
  type Run,
  type Select,
  where,
} from '../../experiment';
import { mean, type MeanInterval, shareInterval } from '../../stats';
import type { Method } from '../../recipes/questions/config';
import { LEARNED } from '../../recipes/questions/rows';
import { comparedWhere } from './compared';
import type { QaConfig, QaMeasurements } from './run';

export type QaRun = Run<QaConfig, QaMeasurements>;

/** Ways from biographies to answers: finetuning all parameters, LoRA, or questions from the start. */
export type QaMethod = Method | 'mixed';
export const methods: readonly QaMethod[] = ['full', 'lora', 'mixed'];

/** The paper's arms in its order, finetuned, in percent. Allen-Zhu & Li 2023, Figure 3. */
export const PAPER: Readonly<Record<string, number>> = {
  single: 9.7,
  'single+fullname': 48.9,
  'single+permute1': 4.4,
  'single+permute5': 70.0,
  multi2: 41.1,
  multi5: 41.0,
  'multi5+fullname': 82.4,
  'multi5+permute': 96.6,
  'multi5+permute+fullname': 96.2,
};
export const paperArms = Object.keys(PAPER);
export const [SINGLE, PERMUTED, FULLNAME] = [
  'single',
  'multi5+permute',
  'multi5+fullname',
] as const;
export const CONTRAST: readonly string[] = [SINGLE, PERMUTED];
/** The arms that were also finetuned on questions about fewer people. */
export const FEWER_ASKED: readonly string[] = [PERMUTED, FULLNAME];

/** What else has values hidden in it: with the name said once in a biography, and with one of these. */
export const ALSO_HIDDEN: readonly string[] = ['multi5', 'single+fullname'];

/** One arm by one method, all seeds together. Shares are between 0 and 1. */
export interface ArmAccuracy {
  data: string; // 'multi5+permute'
  method: QaMethod;
  exposures: number;
  seeds: number;
  each: number[]; // accuracy on held-out people of every seed
  heldOut: MeanInterval; // over seeds
  training: number; // mean over seeds
  recall: number; // the lowest of the seeds: it is a gate
  byAttribute: Record<Attribute, number>; // held-out people, mean over seeds
}

const meanBy = (all: readonly Record<Attribute, number>[]): Record<Attribute, number> =>
  forEachAttribute((attribute) => mean(all.map((by) => by[attribute])));

/** The arms of runs in the order of the paper's table, after them those that it has not. */
export function armsOf(runs: readonly QaRun[]): string[] {
  const arms = [...new Set(runs.map(({ config }) => config.data))];
  const printed = paperArms.filter((arm) => arms.includes(arm));
  return [...new Set([...printed, ...arms])];
}

/**
 * Accuracy of every arm that has runs by this method, in the order of `armsOf` and of exposures:
 * runs of different exposures are different arms. Each seed has people of its own, so that the interval
 * over seeds covers both, people and trainings.
 */
export function armAccuracies(runs: readonly QaRun[], method: QaMethod): ArmAccuracy[] {
  const asked = runs.filter(({ measurements }) => measurements[method] !== null);
  const groups = armsOf(asked).flatMap((data) => {
    const own = asked.filter(({ config }) => config.data === data);
    return [...byKey(own, ({ config }) => config.exposures)].sort(([a], [b]) => a - b);
  });
  return groups.map(([exposures, same]) => {
    const { data } = same[0].config;
    const scores = same.flatMap(({ measurements }) => measurements[method] ?? []);
    const each = scores.map(({ heldOut }) => heldOut.accuracy);
    return {
      data,
      method,
      exposures,
      seeds: same.length,
      each,
      heldOut: shareInterval(each),
      training: mean(scores.map(({ training }) => training.accuracy)),
      recall: Math.min(...same.map(({ measurements }) => measurements.recall.all)),
      byAttribute: meanBy(scores.map(({ heldOut }) => heldOut.byAttribute)),
    };
  });
}

/** Accuracy of always giving the most common answer, mean over the runs. */
export function majorityAccuracy(runs: readonly QaRun[]) {
  const majorities = runs.map(({ measurements }) => measurements.majority);
  const accuracy = mean(majorities.map((majority) => majority.accuracy));
  return { accuracy, byAttribute: meanBy(majorities.map(({ byAttribute }) => byAttribute)) };
}

const asked = (method: QaMethod): Select<QaRun> =>
  comparedWhere(({ measurements }) => !!measurements[method]);

/** What enters of a run: the accuracy, and the two gates. */
const entersOf = (method: QaMethod) => ({
  enters: [`${method}.heldOut.accuracy`, `${method}.training.accuracy`, 'recall.all'],
});

/** The held-out people's questions that are answered right, in percent. */
export const rightBy =
  (method: QaMethod) =>
  ({ measurements }: QaRun): number =>
    100 * measurements[method]!.heldOut.accuracy;

/** The seeds that have the most arms: of several arms together, each seed must have the same. */
const sameArms: Select<QaRun> = (runs) => {
  const seeds = [...byKey(runs, ({ config }) => config.seed).values()];
  const arms = (same: QaRun[]): number => armsOf(same).length;
  const most = Math.max(...seeds.map(arms));
  return seeds.filter((same) => arms(same) === most).flat();
};
const printed: Select<QaRun> = comparedWhere(
  ({ config, measurements }) => !!measurements.full && paperArms.includes(config.data),
);
const printedArms = both(printed, sameArms);

/** Arms of which no training answers as if it named the most common answers. */
const aboveChance: Select<QaRun> = (runs) => {
  const arms = [...byKey(runs, ({ config }) => config.data).values()];
  const accuracies = (arm: QaRun[]) => arm.map(({ measurements: m }) => m.full!.heldOut.accuracy);
  return arms
    .filter((arm) => shareInterval(accuracies(arm)).low > majorityAccuracy(arm).accuracy)
    .flat();
};

/** The rank correlation with the paper's accuracies, of four arms or more that are above chance. */
export const orderOfArms = perSeed(
  'Spearman',
  both(printedArms, aboveChance),
  (runs) => rankOverArms(runs, ({ config }) => PAPER[config.data], rightBy('full')),
  entersOf('full'),
);

/** How far the accuracies of four arms or more lie from the paper's, the mean over them, in points. */
export const gapToPaper = perSeed(
  'points',
  printedArms,
  (runs) =>
    runs.length < FEWEST_ARMS
      ? null
      : meanOf(runs, (run) => Math.abs(rightBy('full')(run) - PAPER[run.config.data])),
  { ...entersOf('full'), limits: [0, 100] },
);

/** What arms lack that must recall their biographies and have learned their questions; null: nothing. */
function lackOf(arms: readonly ArmAccuracy[]): string | null {
  const recall = Math.min(...arms.map((arm) => arm.recall));
  const training = Math.min(...arms.map((arm) => arm.training));
  if (Math.min(recall, training) >= LEARNED) return null;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const shares = `recall ${percent(recall)}, trained questions ${percent(training)}`;
  return `${shares}: below the gate of 99 %`;
}

export const ofArm = (data: string): Select<QaRun> => where(({ config }) => config.data === data);

/** An arm, or an arm and what it is held against. */
export const arms = (arm: string, less?: string): [Select<QaRun>, Select<QaRun>?] =>
  less === undefined ? [ofArm(arm)] : [ofArm(arm), ofArm(less)];

/**
 * How often questions about held-out people are answered right: an arm's, or how much more often than
 * another's. `gated`: these arms have to have learned what the answers presuppose.
 */
export function accuracyOf(
  method: QaMethod,
  arm: string,
  { less, gated = false }: { less?: string; gated?: boolean } = {},
): Quantity<QaRun> {
  const found = percentIn(asked(method), arms(arm, less), rightBy(method), entersOf(method));
  return gated ? gatedBy(found, (runs) => lackOf(armAccuracies(runs, method))) : found;
}
