import { byKey } from '../../base';
import { attributes } from '../../datasets';
import {
  NO_VALUE,
  overall,
  type Quantity,
  rankOverArms,
  type Run,
  type Value,
} from '../../experiment';
import { clusteredShare, mean, type MeanInterval } from '../../stats';
import type { Method, QuestionConfig } from '../../recipes/questions/config';
import type { QuestionMeasurements } from '../../recipes/questions/run';

export type QaRun = Run<QuestionConfig, QuestionMeasurements>;

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

/** One arm by one method, all seeds together. Shares are between 0 and 1. */
export interface ArmAccuracy {
  data: string; // 'multi5+permute'
  method: QaMethod;
  exposures: number;
  seeds: number;
  heldOut: MeanInterval; // interval over people, in clusters of six questions; n counts people
  training: number; // mean over seeds
  recall: number; // the lowest of the seeds: it is a gate
  byAttribute: Record<string, number>; // held-out people, mean over seeds
}

/**
 * The runs that arms are compared on: those with the number of exposures that most arms have (the
 * larger of several). A sweep can have others, which show what more exposures do.
 */
export function comparedRuns<R extends { config: { exposures: number; data: string } }>(
  runs: readonly R[],
): R[] {
  const arms = (same: R[]): number => new Set(same.map(({ config }) => config.data)).size;
  const [most] = [...byKey(runs, ({ config }) => config.exposures)].sort(
    ([a, ofA], [b, ofB]) => arms(ofB) - arms(ofA) || b - a,
  );
  return most?.[1] ?? [];
}

const meanBy = (all: readonly Record<string, number>[]): Record<string, number> =>
  Object.fromEntries(
    attributes.map((attribute) => [attribute, mean(all.map((by) => by[attribute]))]),
  );

/** The arms of runs in the order of the paper's table, after them those that it has not. */
export function armsOf(runs: readonly QaRun[]): string[] {
  const arms = [...new Set(runs.map(({ config }) => config.data))];
  const printed = paperArms.filter((arm) => arms.includes(arm));
  return [...new Set([...printed, ...arms])];
}

/**
 * Accuracy of every arm that has runs by this method, in the order of `armsOf` and of exposures:
 * runs of different exposures are different arms. People of different seeds are different people, so
 * that all of them are clusters of one interval; it does not cover that trainings differ.
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
    const histogram = scores[0].heldOut.histogram.map((_, i) =>
      scores.reduce((sum, { heldOut }) => sum + heldOut.histogram[i], 0),
    );
    return {
      data,
      method,
      exposures,
      seeds: same.length,
      heldOut: clusteredShare(histogram),
      training: mean(scores.map(({ training }) => training.accuracy)),
      recall: Math.min(...same.map(({ measurements }) => measurements.recall.all)),
      byAttribute: meanBy(scores.map(({ heldOut }) => heldOut.byAttribute)),
    };
  });
}

/** Accuracy of always giving the most common answer, mean over the runs. */
export function majorityAccuracy(runs: readonly QaRun[]): {
  accuracy: number;
  byAttribute: Record<string, number>;
} {
  const majorities = runs.map(({ measurements }) => measurements.majority);
  const accuracy = mean(majorities.map((majority) => majority.accuracy));
  return { accuracy, byAttribute: meanBy(majorities.map(({ byAttribute }) => byAttribute)) };
}

export const inPercent = ({ mean, low, high, n }: MeanInterval): MeanInterval => ({
  mean: 100 * mean,
  low: 100 * low,
  high: 100 * high,
  n,
});

/** A quantity of the arms among some that were asked by a method. */
const ofArms = (
  unit: string,
  method: QaMethod,
  some: readonly string[],
  value: (arms: ArmAccuracy[]) => Value,
): Quantity<QaRun> =>
  overall(
    unit,
    (runs) =>
      comparedRuns(runs).filter(
        ({ config, measurements }) => measurements[method] !== null && some.includes(config.data),
      ),
    (runs) => value(armAccuracies(runs, method)),
    // the accuracy, and the two gates
    { enters: [`${method}.heldOut.accuracy`, `${method}.training.accuracy`, 'recall.all'] },
  );

/** The rank correlation of the arms' accuracies with the paper's. */
export const orderOfArms = ofArms('', 'full', paperArms, (arms) =>
  rankOverArms(
    arms.map(({ data, heldOut, seeds }) => ({ x: PAPER[data], y: heldOut.mean, seeds })),
  ),
);

/** Of an arm in percent, or how much more than of another, as of independent people. */
function accuracy(arm: ArmAccuracy, less?: ArmAccuracy): Value {
  const { mean: value, low, high } = inPercent(arm.heldOut);
  const note = 'interval over people';
  if (!less) return { value, low, high, n: arm.seeds, note };
  const { value: other, low: otherLow } = accuracy(less);
  const margin = Math.hypot(value - low, other - otherLow);
  const difference = value - other;
  const n = Math.min(arm.seeds, less.seeds);
  return { value: difference, low: difference - margin, high: difference + margin, n, note };
}

const LEARNED = 0.99; // of the values in the biographies, and of the questions that were trained

/** A value about arms that must recall their biographies and have learned their questions. */
function withGate(found: Value, arms: readonly ArmAccuracy[]): Value {
  const recall = Math.min(...arms.map((arm) => arm.recall));
  const training = Math.min(...arms.map((arm) => arm.training));
  if (Math.min(recall, training) >= LEARNED) return found;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const shares = `recall ${percent(recall)}, trained questions ${percent(training)}`;
  return { ...found, gate: false, note: `${found.note}; ${shares}: below the gate of 99 %` };
}

/**
 * How often questions about held-out people are answered right: an arm's, or how much more often than
 * another's. `gated`: these arms have to have learned what the answers presuppose.
 */
export const accuracyOf = (
  method: QaMethod,
  arm: string,
  { less, gated = false }: { less?: string; gated?: boolean } = {},
): Quantity<QaRun> =>
  ofArms(less ? 'points' : '%', method, less ? [arm, less] : [arm], (arms) => {
    const [one, other] = [arm, less].map((name) => arms.find(({ data }) => data === name));
    if (!one || (less && !other)) return NO_VALUE;
    const found = accuracy(one, other);
    return gated ? withGate(found, arms) : found;
  });
