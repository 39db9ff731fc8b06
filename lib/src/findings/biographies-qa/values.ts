import { byKey } from '../../base';
import { attributes } from '../../datasets';
import {
  NO_VALUE,
  overall,
  type Quantity,
  type Run,
  type Select,
  type Value,
} from '../../experiment';
import { clusteredShare, mean, type MeanInterval } from '../../measure';
import type { Method, QuestionConfig } from '../../recipes/questions/config';
import type { BiographiesQaMeasurements } from './run';

export type QaRun = Run<QuestionConfig, BiographiesQaMeasurements>;

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

/**
 * Accuracy of every arm that has runs by this method, in the order in which the arms first appear;
 * runs of different exposures are different arms. People of different seeds are different people, so
 * that all of them are clusters of one interval; it does not cover that trainings differ.
 */
export function armAccuracies(runs: readonly QaRun[], method: QaMethod): ArmAccuracy[] {
  const asked = runs.filter(({ measurements }) => measurements[method] !== null);
  return [...byKey(asked, ({ config: c }) => `${c.data}/${c.exposures}`).values()].map((same) => {
    const { data, exposures } = same[0].config;
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

/** The runs by a method that arms are compared on, of these arms. */
const runsBy =
  (method: QaMethod, arms: readonly string[]): Select<QaRun> =>
  (runs) =>
    comparedRuns(runs).filter(
      ({ config, measurements }) => measurements[method] !== null && arms.includes(config.data),
    );

/** A value of arms by a method, of those among these that have runs. */
export const ofArms = (
  unit: string,
  method: QaMethod,
  names: readonly string[],
  value: (arms: ArmAccuracy[]) => Value,
): Quantity<QaRun> =>
  overall(
    unit,
    runsBy(method, names),
    (runs) => value(armAccuracies(runs, method)),
    // the accuracy, and the two gates
    { enters: [`${method}.heldOut.accuracy`, `${method}.training.accuracy`, 'recall.all'] },
  );

const OVER_PEOPLE = 'interval over people';

/** An arm's accuracy on held-out people in percent. */
function accuracy({ heldOut: { mean, low, high }, seeds }: ArmAccuracy): Value {
  return { value: 100 * mean, low: 100 * low, high: 100 * high, n: seeds, note: OVER_PEOPLE };
}

export const accuracyOf = (method: QaMethod, arm: string): Quantity<QaRun> =>
  ofArms('%', method, [arm], ([found]) => accuracy(found));

/** How much more often one arm's questions are answered than another's, in points. */
export const difference = (method: QaMethod, more: string, less: string): Quantity<QaRun> =>
  ofArms('points', method, [more, less], (arms) => {
    const [a, b] = [more, less].map((name) => {
      const arm = arms.find(({ data }) => data === name);
      return arm && accuracy(arm);
    });
    if (!a || !b) return NO_VALUE;
    const margin = Math.hypot(a.value - a.low, b.value - b.low); // of independent people
    const value = a.value - b.value;
    const n = Math.min(a.n, b.n);
    return { value, low: value - margin, high: value + margin, n, note: OVER_PEOPLE };
  });

const LEARNED = 0.99; // of the values in the biographies, and of the questions that were trained

/**
 * A quantity with its gate: the arms that it speaks of must recall their biographies and have learned
 * the questions that they were trained on.
 */
export const gated = (method: QaMethod, of: Quantity<QaRun>): Quantity<QaRun> => ({
  ...of,
  value(runs) {
    const found = of.value(runs);
    const arms = armAccuracies(runs, method);
    const [recall, training] = (['recall', 'training'] as const).map((key) =>
      Math.min(...arms.map((arm) => arm[key])),
    );
    if (found.n === 0 || (recall >= LEARNED && training >= LEARNED)) return found;
    const [recalled, trained] = [recall, training].map((share) => `${(100 * share).toFixed(1)} %`);
    const why = `recall ${recalled}, trained questions ${trained}: below the gate of 99 %`;
    return { ...found, gate: false, note: `${found.note}; ${why}` };
  },
});
