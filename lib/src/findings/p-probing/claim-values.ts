import { armRuns, meanOfWhole } from '../../measure';
import { meanValue, overSeeds } from '../claim-values';
import type { ClaimValue } from '../finding';
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

type Update = 'all' | 'ends';

/** The runs of both arms that have Q-probes. */
export const qProbed = <R extends Run>(runs: R[]): R[] =>
  [...armRuns(runs, AUGMENTED), ...armRuns(runs, SINGLE)].filter(
    ({ measurements }) => measurements.qProbe !== null,
  );

export const qFormula = (update: Update): string =>
  `the mean over the five attributes of one word of qProbe.${update}.test of multi5+permute less ` +
  'that of single, in percent; one value a seed';

export const qEntry =
  (update: Update) =>
  ({ measurements: { qProbe } }: Run): Record<string, number | null> => ({
    [`qProbe.${update}.test, five`]: qProbe && meanOfWhole(qProbe[update].test),
  });

/** Q-probes: what multi5+permute knows more than single about the attributes of one word. */
export function qContrast(runs: Run[], update: Update): ClaimValue {
  const known = (run: Run | undefined): number | null => {
    const scores = run?.measurements.qProbe;
    return scores ? meanOfWhole(scores[update].test) : null;
  };
  return overSeeds(runs, (ofSeed) => {
    const [augmented, single] = [AUGMENTED, SINGLE].map((data) =>
      known(armRuns(ofSeed, data).at(0)),
    );
    return augmented === null || single === null ? null : 100 * (augmented - single);
  });
}
