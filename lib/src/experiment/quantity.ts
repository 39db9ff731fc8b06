import { byKey } from '../base';
import { geometricInterval, mean, type MeanInterval, meanInterval } from '../stats';
import { both, type Seeded, type Select } from './run';

/** A number with its 95 % interval (NaN, NaN where there is none, as with one seed). */
export interface Value {
  value: number;
  low: number;
  high: number;
  n: number; // trainings, or arms, behind it; 0 = the runs say nothing
  note?: string;
  /** False when what it presupposes is not there: a claim is at most partly reproduced by it. */
  gate?: boolean;
}

/** Something that runs say: from which of them, in which unit, and what of a run enters it. */
export interface Quantity<R> {
  unit: string;
  /** The runs that it is computed from. */
  of: Select<R>;
  /** Is given those runs and no others, at least one. */
  value(runs: R[]): Value;
  /** What of a run enters, under the names that it has in the result file; null = not there. */
  entry(run: R): Record<string, number | null>;
}

export const NO_VALUE: Value = { value: NaN, low: NaN, high: NaN, n: 0 };

/** The value of each quantity, by what it says; NO_VALUE where the runs do not have it. */
export const valuesOf = <R>(quantities: Record<string, Quantity<R>>, runs: readonly R[]) =>
  Object.entries(quantities).map(([what, { unit, of, value }]) => {
    const chosen = of(runs);
    return { what, unit, value: chosen.length > 0 ? value(chosen) : NO_VALUE };
  });

export interface QuantityOptions<R> {
  /**
   * What enters: names in the measurements of a run, such as 'recall.all' or 'exposures[0].epochs', or,
   * where that is computed from several numbers of a run, how. Claims must have it.
   */
  enters?: string[] | Record<string, (run: R) => number | null>;
  /** Where the quantity ends, of which a t interval knows nothing; default: those of its unit. */
  limits?: [least: number, most: number];
}

const LIMITS: Record<string, [least: number, most: number]> = {
  points: [-100, 100], // differences of percentages
  Spearman: [-1, 1],
};

const valueOf = ({ mean, low, high, n }: MeanInterval): Value => ({ value: mean, low, high, n });

/** The number at a path such as 'exposures[0].epochs'; null where there is none. */
export function numberAt(measurements: unknown, path: string): number | null {
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  const found = keys.reduce<unknown>(
    (at, key) => (at as Record<string, unknown> | null | undefined)?.[key],
    measurements,
  );
  return typeof found === 'number' ? found : null;
}

/** A quantity whose value is computed from all of its runs at once. */
export const overall = <R extends { measurements: unknown }>(
  unit: string,
  of: Select<R>,
  value: (runs: R[]) => Value,
  { enters = [], limits = LIMITS[unit] ?? [-Infinity, Infinity] }: QuantityOptions<R> = {},
): Quantity<R> => ({
  unit,
  of,
  value(runs) {
    const found = value(runs);
    const [least, most] = limits; // NaN, for want of seeds, stays NaN
    return { ...found, low: Math.max(least, found.low), high: Math.min(most, found.high) };
  },
  entry: (run) =>
    Object.fromEntries(
      Array.isArray(enters)
        ? enters.map((path) => [path, numberAt(run.measurements, path)])
        : Object.entries(enters).map(([name, number]) => [name, number(run)]),
    ),
});

type OfSeed<R> = (runs: R[]) => number | null | undefined;

function bySeed<R extends Seeded>(runs: readonly R[], value: OfSeed<R>): number[] {
  return [...byKey(runs, ({ config }) => config.seed).values()]
    .map((ofSeed) => value(ofSeed) ?? NaN)
    .filter((found) => !Number.isNaN(found));
}

const ofSeeds =
  (interval: (values: number[]) => MeanInterval) =>
  <R extends Seeded & { measurements: unknown }>(
    unit: string,
    of: Select<R>,
    value: OfSeed<R>,
    options?: QuantityOptions<R>,
  ): Quantity<R> =>
    overall(unit, of, (runs: R[]) => valueOf(interval(bySeed(runs, value))), options);

/** One value a seed; the mean over seeds and its interval. Seeds that say nothing do not count. */
export const perSeed = ofSeeds(meanInterval);

/** One ratio a seed; the geometric mean over seeds and its interval. */
export const ratioPerSeed = ofSeeds(geometricInterval);

type OfRun<R> = (run: R) => number | null | undefined;

/** What `summed` makes of the values that runs have; null if none has one. */
function ofKnown<R>(
  runs: readonly R[],
  value: OfRun<R>,
  summed: (values: number[]) => number,
): number | null {
  const known = runs.map(value).filter((one) => one !== null && one !== undefined);
  return known.length > 0 ? summed(known) : null;
}

/** The mean of what runs have; null if none has it. */
export const meanOf = <R>(runs: readonly R[], value: OfRun<R>): number | null =>
  ofKnown(runs, value, mean);

/** A number of a run: how it is computed, or where it is in the measurements, which then enters. */
type PerRun<R> = string | OfRun<R>;

/** As a function, and with the options that follow. */
function perRun<R extends { measurements: unknown }>(
  value: PerRun<R>,
  options: QuantityOptions<R> = {},
): [number: OfRun<R>, QuantityOptions<R>] {
  if (typeof value !== 'string') return [value, options];
  return [({ measurements }) => numberAt(measurements, value), { enters: [value], ...options }];
}

/** Of the runs of a seed the mean, and of the seeds what `overSeeds` makes of them. */
const averaged =
  (overSeeds: typeof perSeed) =>
  <R extends Seeded & { measurements: unknown }>(
    unit: string,
    of: Select<R>,
    value: PerRun<R>,
    given?: QuantityOptions<R>,
  ): Quantity<R> => {
    const [number, options] = perRun(value, given);
    return overSeeds(unit, of, (runs: R[]) => meanOf(runs, number), options);
  };

/** The mean over the runs of a seed, one value a seed; the mean over seeds and its interval. */
export const average = averaged(perSeed);

/** The same of ratios: the geometric mean over seeds and its interval. */
export const averageRatio = averaged(ratioPerSeed);

/** How much more the one is than the other; null where either is not there. */
export const difference = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one - other;

/**
 * A percentage of the runs of one kind, or how many points more it is than that of another kind in
 * the same seed: one value a seed, none of a seed that lacks either.
 */
export function percentIn<R extends Seeded & { measurements: unknown }>(
  from: Select<R>,
  [kind, less]: [kind: Select<R>, less?: Select<R>],
  percent: (run: R) => number | null,
  options?: QuantityOptions<R>,
): Quantity<R> {
  if (!less) return average('%', both(from, kind), percent, { limits: [0, 100], ...options });
  const either: Select<R> = (runs) => {
    const wanted = new Set([...kind(runs), ...less(runs)]);
    return runs.filter((run) => wanted.has(run));
  };
  return perSeed(
    'points',
    both(from, either),
    (runs) => difference(meanOf(kind(runs), percent), meanOf(less(runs), percent)),
    options,
  );
}

/** A quantity of which a claim is at most partly reproduced where what it presupposes is not there. */
export const gatedBy = <R>(
  quantity: Quantity<R>,
  missing: (runs: R[]) => string | null, // in words; null where nothing is
): Quantity<R> => ({
  ...quantity,
  value(runs) {
    const found = quantity.value(runs);
    const note = missing(runs);
    return note === null ? found : { ...found, gate: false, note };
  },
});

/** A share that all runs come to together, in percent and without an interval: what a gate asks. */
export const ofAll = <R extends Seeded & { measurements: unknown }>(
  of: Select<R>,
  share: (runs: R[]) => number | null,
  options?: QuantityOptions<R>,
): Quantity<R> =>
  overall(
    '%',
    of,
    (runs: R[]) => {
      const found = share(runs);
      if (found === null) return NO_VALUE;
      const n = new Set(runs.map(({ config }) => config.seed)).size;
      return { value: 100 * found, low: NaN, high: NaN, n };
    },
    options,
  );

/** The lowest of a share over all runs, in percent. Runs without it do not count. */
export function lowest<R extends Seeded & { measurements: unknown }>(
  of: Select<R>,
  share: PerRun<R>,
  given?: QuantityOptions<R>,
): Quantity<R> {
  const [number, options] = perRun(share, given);
  return ofAll(of, (runs) => ofKnown(runs, number, (shares) => Math.min(...shares)), options);
}
