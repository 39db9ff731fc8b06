import { meanValue } from '../claim-values';
import type { ClaimValue } from '../old-finding';
import type { ProbingConfig } from './config';
import type { ProbingMeasurements } from './run';
import type { Share } from './tables';

export type Run = { config: ProbingConfig; measurements: ProbingMeasurements };

export const SINGLE = 'single';
export const AUGMENTED = 'multi5+permute';

/** One value a run -> its mean in percent and the interval over seeds. */
export function percent(
  runs: readonly Run[],
  value: (measurements: ProbingMeasurements) => number | null,
): ClaimValue {
  const values = runs.flatMap(({ measurements }) => value(measurements) ?? []);
  return meanValue(values.map((share) => 100 * share));
}

/**
 * The interval over seeds or, where there is one seed, over the people of its run: `share` has the
 * same attributes as the value, and how far its ends lie from it.
 */
export function overPeople(
  runs: readonly Run[],
  { value, low, high, n }: ClaimValue,
  share: (measurements: ProbingMeasurements) => Share,
): ClaimValue {
  if (runs.length !== 1) return { value, low, high, n };
  const { share: mean, low: from, high: to } = share(runs[0].measurements);
  if (from === null || to === null) return { value, low, high, n };
  const [below, above] = [100 * (mean - from), 100 * (to - mean)];
  return { value, low: value - below, high: value + above, n, note: 'interval over people' };
}
