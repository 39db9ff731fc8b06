import { byKey } from '../../base';
import { shared } from '../../experiment';
import { lineFit, mean } from '../../stats';
import { bitsAsInTable, type CapacityRun, lengthRuns, modelName } from './values';

/** Bits per parameter after so many steps, one training or the mean of several. */
export interface AtLength {
  steps: number;
  bits: number;
}

/** bits = limit - lost * steps^-power */
export interface LengthLaw {
  limit: number;
  lost: number;
  power: number;
}

const POWERS = Array.from({ length: 191 }, (_, i) => (i + 10) / 100); // 0.10 to 2.00

/**
 * The law that fits best by least squares, its power in steps of 0.01 from 0.1 to 2: with a lower one
 * the limit could be anything. Our own form, not the paper's. Null for fewer than three lengths.
 */
export function lengthLaw(points: readonly AtLength[]): LengthLaw | null {
  if (new Set(points.map(({ steps }) => steps)).size < 3) return null;
  const bits = points.map((point) => point.bits);
  const fits = POWERS.map((power) => ({
    power,
    fit: lineFit(
      points.map(({ steps }) => steps ** -power),
      bits,
    ),
  }));
  const { power, fit } = fits.reduce((a, b) => (b.fit.rSquared > a.fit.rSquared ? b : a));
  return { limit: fit.intercept, lost: -fit.slope, power };
}

export const bitsAfter = ({ limit, lost, power }: LengthLaw, steps: number): number =>
  limit - lost * steps ** -power;

/** Bits per parameter of a run, as the paper's table counts them. */
export const perParameter = (run: CapacityRun): number =>
  bitsAsInTable(run) / run.measurements.params;

/** One model: how far its bits would still grow. */
export interface Extrapolated {
  model: string; // 'd=8 L=1 V=128'
  params: number;
  means: AtLength[]; // over seeds, the shortest first
  law: LengthLaw;
  /** The least and the largest limit of the fits that leave out one length or one seed. */
  low: number;
  high: number;
  /** Of the longest, from the shorter ones alone; null where these are fewer than three. */
  predicted: number | null;
}

const inAllLengths = shared(
  ({ config }: CapacityRun) => config.steps,
  ({ config }) => config.seed,
);

const meansOf = (runs: readonly CapacityRun[]): AtLength[] =>
  [...byKey(runs, ({ config }) => config.steps)]
    .map(([steps, same]) => ({ steps, bits: mean(same.map(perParameter)) }))
    .sort((a, b) => a.steps - b.steps);

/**
 * The bits per parameter that each model would come to with endless steps, fitted to the means over
 * the seeds that all lengths have. Its range is no interval over trainings: it is what the limit owes
 * to any one length or seed.
 */
export function extrapolated(runs: readonly CapacityRun[]): Extrapolated[] {
  const models = byKey(lengthRuns(runs), ({ config }) => modelName(config));
  return [...models].flatMap(([model, own]) => {
    const same = inAllLengths(own);
    const means = meansOf(same);
    const law = lengthLaw(means);
    if (!law) return [];
    const without = (omitted: (run: CapacityRun) => boolean) =>
      lengthLaw(meansOf(same.filter((run) => !omitted(run))))?.limit ?? [];
    const seeds = [...new Set(same.map(({ config }) => config.seed))];
    const limits = [
      law.limit,
      ...means.flatMap(({ steps }) => without(({ config }) => config.steps === steps)),
      ...seeds.flatMap((seed) => without(({ config }) => config.seed === seed)),
    ];
    const shorter = lengthLaw(means.slice(0, -1));
    return {
      model,
      params: same[0].measurements.params,
      means,
      law,
      low: Math.min(...limits),
      high: Math.max(...limits),
      predicted: shorter && bitsAfter(shorter, means[means.length - 1].steps),
    };
  });
}
