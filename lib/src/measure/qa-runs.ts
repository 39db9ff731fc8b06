import { clusteredShare, mean, type MeanInterval } from '../stats';

/** How questions about some people are answered, as runs store it. */
interface ScoresLike {
  accuracy: number;
  byAttribute: Record<string, number>;
  histogram: number[]; // people of whom 0, 1, 2, ... questions are answered right
}

/** Ways from biographies to answers: finetuning all parameters, LoRA, or questions from the start. */
export type QaMethod = 'full' | 'lora' | 'mixed';

/** What of a run of the finding biographies-qa its table, claims and figures need. */
export interface QaRunLike {
  config: { data: string; training: string; exposures: number; seed: number };
  measurements: {
    recall: { all: number };
    majority: { accuracy: number; byAttribute: Record<string, number> };
  } & Record<QaMethod, { training: ScoresLike; heldOut: ScoresLike } | null>;
}

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

/** The scores of a run by a method; null when it has none. */
export const scoresBy = (run: QaRunLike, method: QaMethod) => run.measurements[method];

/**
 * The runs that arms are compared on: those with the number of exposures that most arms have (the
 * larger of several). A sweep can have others, which show what more exposures do.
 */
export function comparedRuns<T extends QaRunLike>(runs: readonly T[]): T[] {
  const arms = (exposures: number): number =>
    new Set(runs.filter((r) => r.config.exposures === exposures).map((r) => r.config.data)).size;
  const all = [...new Set(runs.map((run) => run.config.exposures))];
  const [chosen] = all.sort((a, b) => arms(b) - arms(a) || b - a);
  return runs.filter((run) => run.config.exposures === chosen);
}

/**
 * Accuracy of every arm that has runs by this method, in the order in which the arms first appear;
 * runs of different exposures are different arms. People of different seeds are different people, so
 * that all of them are clusters of one interval; it does not cover that trainings differ.
 */
export function armAccuracies(runs: readonly QaRunLike[], method: QaMethod): ArmAccuracy[] {
  const arms = new Map<string, QaRunLike[]>();
  for (const run of runs) {
    if (!scoresBy(run, method)) continue;
    const { data, exposures } = run.config;
    const key = `${data}/${exposures}`;
    arms.set(key, [...(arms.get(key) ?? []), run]);
  }
  return [...arms.values()].map((same) => {
    const scores = same.flatMap((run) => scoresBy(run, method) ?? []);
    const { data, exposures } = same[0].config;
    const [first] = scores;
    const histogram = first.heldOut.histogram.map((_, i) =>
      scores.reduce((sum, { heldOut }) => sum + heldOut.histogram[i], 0),
    );
    const attributes = Object.keys(first.heldOut.byAttribute);
    return {
      data,
      method,
      exposures,
      seeds: same.length,
      heldOut: clusteredShare(histogram),
      training: mean(scores.map(({ training }) => training.accuracy)),
      recall: Math.min(...same.map((run) => run.measurements.recall.all)),
      byAttribute: Object.fromEntries(
        attributes.map((a) => [a, mean(scores.map(({ heldOut }) => heldOut.byAttribute[a]))]),
      ),
    };
  });
}

/** Accuracy of always giving the most common answer, mean over the runs. */
export function majorityAccuracy(runs: readonly QaRunLike[]): {
  accuracy: number;
  byAttribute: Record<string, number>;
} {
  const majorities = runs.map((run) => run.measurements.majority);
  const attributes = Object.keys(majorities[0]?.byAttribute ?? {});
  return {
    accuracy: mean(majorities.map(({ accuracy }) => accuracy)),
    byAttribute: Object.fromEntries(
      attributes.map((a) => [a, mean(majorities.map(({ byAttribute }) => byAttribute[a]))]),
    ),
  };
}
