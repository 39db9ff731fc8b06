import {
  type ArmAccuracy,
  armAccuracies,
  comparedRuns,
  type QaMethod,
  scoresBy,
} from '../../measure';
import { NO_VALUE } from '../claim-values';
import type { ClaimValue } from '../old-finding';
import type { BiographiesQaConfig } from './config';
import type { BiographiesQaMeasurements } from './run';

export type Run = { config: BiographiesQaConfig; measurements: BiographiesQaMeasurements };

/** The two ends of the comparison: told in many ways, and in one. */
export const CONTRAST_ARMS = ['multi5+permute', 'single'];
const OVER_PEOPLE = 'interval over people';

/** The runs by a method, of some arms or of all. */
export const runsBy = <R extends Run>(runs: R[], method: QaMethod, arms?: readonly string[]): R[] =>
  comparedRuns(runs).filter(
    (run) => scoresBy(run, method) !== null && (arms?.includes(run.config.data) ?? true),
  );

/** What of a run enters a value about held-out people: the accuracy, and the two gates. */
export const answersEntry =
  (method: QaMethod) =>
  (run: Run): Record<string, number | null> => {
    const scores = scoresBy(run, method);
    return {
      [`${method}.heldOut.accuracy`]: scores?.heldOut.accuracy ?? null,
      [`${method}.training.accuracy`]: scores?.training.accuracy ?? null,
      'recall.all': run.measurements.recall.all,
    };
  };

function armOf(runs: Run[], data: string, method: QaMethod): ArmAccuracy | undefined {
  return armAccuracies(runs, method).find((arm) => arm.data === data);
}

/** Accuracy on held-out people in percent. */
export function accuracy(runs: Run[], data: string, method: QaMethod): ClaimValue {
  const arm = armOf(runs, data, method);
  if (!arm) return NO_VALUE;
  const { mean, low, high } = arm.heldOut;
  return { value: 100 * mean, low: 100 * low, high: 100 * high, n: arm.seeds, note: OVER_PEOPLE };
}

const LEARNED = 0.99; // of the values in the biographies, and of the questions that were trained

/**
 * A value about held-out people, with its gate: the arms that it speaks of must recall their
 * biographies and have learned the questions that they were trained on.
 */
export function gated(
  runs: Run[],
  arms: string[],
  method: QaMethod,
  found: ClaimValue,
): ClaimValue {
  if (found.n === 0) return found;
  const share = (of: (arm: ArmAccuracy) => number): number =>
    Math.min(...arms.map((data) => armOf(runs, data, method)).map((arm) => (arm ? of(arm) : NaN)));
  const [recall, training] = [share((arm) => arm.recall), share((arm) => arm.training)];
  if (recall >= LEARNED && training >= LEARNED) return found;
  const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
  const why = `recall ${percent(recall)}, trained questions ${percent(training)}: below the gate of 99 %`;
  return { ...found, gate: false, note: `${found.note}; ${why}` };
}

/** One arm's accuracy less the other's, in points, as of independent people. */
export function difference(a: ClaimValue, b: ClaimValue): ClaimValue {
  if (a.n === 0 || b.n === 0) return NO_VALUE;
  const margin = Math.hypot(a.value - a.low, b.value - b.low);
  const value = a.value - b.value;
  const n = Math.min(a.n, b.n);
  return { value, low: value - margin, high: value + margin, n, note: OVER_PEOPLE };
}

/** What multi5+permute answers more often than single. */
export function contrast(runs: Run[], method: QaMethod): ClaimValue {
  const [most, least] = CONTRAST_ARMS;
  const found = difference(accuracy(runs, most, method), accuracy(runs, least, method));
  return gated(runs, CONTRAST_ARMS, method, found);
}
