import { geometricInterval, type MeanInterval, meanInterval, rankCorrelation } from '../measure';
import type { ProfileName } from '../engine';
import type { ClaimBands, ClaimValue } from './old-finding';

/*
 * What claims of several findings are made of. A run is anything with a seed.
 */

interface Seeded {
  config: { seed: number };
}

/** The value of a claim about which the runs say nothing. */
export const NO_VALUE: ClaimValue = { value: NaN, low: NaN, high: NaN, n: 0 };

/** The same bands in every profile. */
export const sameBands = (bands: ClaimBands): Record<ProfileName, ClaimBands> => ({
  quick: bands,
  standard: bands,
  paper: bands,
});

/** Bands for the small models of the first two profiles, and stricter ones for the paper's sizes. */
export const bandsBySize = (
  small: ClaimBands,
  paper: ClaimBands,
): Record<ProfileName, ClaimBands> => ({ quick: small, standard: small, paper });

const claimValue = ({ mean, low, high, n }: MeanInterval): ClaimValue => ({
  value: mean,
  low,
  high,
  n,
});

/** Mean and interval of values that each stand for a seed. */
export const meanValue = (values: Iterable<number>): ClaimValue =>
  claimValue(meanInterval([...values]));

const seedsOf = (runs: readonly Seeded[]): number[] => [
  ...new Set(runs.map(({ config }) => config.seed)),
];

/** One value per seed, without those of which the runs of a seed say nothing. */
function bySeed<R extends Seeded>(
  runs: readonly R[],
  measure: (ofSeed: R[]) => number | null,
): number[] {
  return seedsOf(runs)
    .map((seed) => measure(runs.filter(({ config }) => config.seed === seed)))
    .filter((value): value is number => value !== null && !Number.isNaN(value));
}

/** One value per seed -> its mean and interval. */
export const overSeeds = <R extends Seeded>(
  runs: readonly R[],
  measure: (ofSeed: R[]) => number | null,
): ClaimValue => meanValue(bySeed(runs, measure));

/**
 * A value whose interval ends where the quantity does: the t interval of a correlation or a share
 * knows nothing of its limits.
 */
export const within = (least: number, most: number, value: ClaimValue): ClaimValue => ({
  ...value,
  low: Math.max(least, value.low), // NaN, for want of seeds, stays NaN
  high: Math.min(most, value.high),
});

/** One ratio per seed -> its geometric mean and interval. */
export const ratioOverSeeds = <R extends Seeded>(
  runs: readonly R[],
  measure: (ofSeed: R[]) => number | null,
): ClaimValue => claimValue(geometricInterval(bySeed(runs, measure)));

/** The lowest of a share over all runs, in percent: a gate. Runs that do not have it do not count. */
export function lowestShare<R extends Seeded>(
  runs: readonly R[],
  share: (run: R) => number | undefined,
): ClaimValue {
  const values = runs.map(share).filter((value) => value !== undefined);
  if (values.length === 0) return NO_VALUE;
  return { value: 100 * Math.min(...values), low: NaN, high: NaN, n: seedsOf(runs).length };
}

const FEWEST_ARMS = 4; // with three, an order by chance is right once in six

/** Spearman's correlation of two numbers of each arm, of which there must be four. */
export function rankOverArms(arms: readonly { x: number; y: number; seeds: number }[]): ClaimValue {
  if (arms.length < FEWEST_ARMS) return NO_VALUE;
  const value = rankCorrelation(
    arms.map(({ x }) => x),
    arms.map(({ y }) => y),
  );
  return { value, low: NaN, high: NaN, n: Math.min(...arms.map(({ seeds }) => seeds)) };
}
