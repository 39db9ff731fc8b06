import { byKey } from '../../base';
import { lineOver, type PaperTables, shared } from '../../experiment';
import * as plot from '../../plot';
import { mean } from '../../stats';
import { bitsAsInTable, type CapacityRun, lengthRuns, modelName, tableSlope } from './values';

/*
 * What more steps would add, at the same data: a law over the lengths of training. Our own, not the
 * paper's.
 */

/** Bits per parameter after so many steps, one training or the mean of several. */
interface AtLength {
  steps: number;
  bits: number;
}

/** bits = limit - lost * steps^-power */
interface LengthLaw {
  limit: number;
  lost: number;
  power: number;
}

const POWERS = Array.from({ length: 191 }, (_, i) => (i + 10) / 100); // 0.10 to 2.00

/**
 * The law that fits best by least squares, its power in steps of 0.01 from 0.1 to 2: with a lower one
 * the limit could be anything. Null for fewer than three lengths.
 */
function lengthLaw(points: readonly AtLength[]): LengthLaw | null {
  if (new Set(points.map(({ steps }) => steps)).size < 3) return null;
  const fits = POWERS.map((power) => {
    const fit = lineOver(
      points,
      ({ steps }) => steps ** -power,
      ({ bits }) => bits,
    )!;
    return { power, fit };
  });
  const { power, fit } = fits.reduce((a, b) => (b.fit.rSquared > a.fit.rSquared ? b : a));
  return { limit: fit.intercept, lost: -fit.slope, power };
}

const bitsAfter = ({ limit, lost, power }: LengthLaw, steps: number): number =>
  limit - lost * steps ** -power;

/** Bits per parameter of a run, as the paper's table counts them. */
const perParameter = (run: CapacityRun): number => bitsAsInTable(run) / run.measurements.params;

/** One model: how far its bits would still grow. */
interface Extrapolated {
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
  return [...models.values()].map(inAllLengths).flatMap((same) => {
    const means = meansOf(same);
    const law = lengthLaw(means);
    if (!law) return [];
    const limits = (['steps', 'seed'] as const).flatMap((key) =>
      [...new Set(same.map(({ config }) => config[key]))].flatMap((omitted) => {
        const others = same.filter(({ config }) => config[key] !== omitted);
        return lengthLaw(meansOf(others))?.limit ?? [];
      }),
    );
    const shorter = lengthLaw(means.slice(0, -1));
    return {
      params: same[0].measurements.params,
      means,
      law,
      low: Math.min(law.limit, ...limits),
      high: Math.max(law.limit, ...limits),
      predicted: shorter && bitsAfter(shorter, means[means.length - 1].steps),
    };
  });
}

const PAPER_STEPS = 1e6;

/** The fitted law from the shortest run to as many steps as the paper takes. */
function lawLine({ law, means }: Extrapolated, color: string): plot.Drawing {
  const [first] = means;
  const at = plot.evenlyOnLog(first.steps, PAPER_STEPS, 40);
  const name = `our fit, ${law.limit.toFixed(2)} with endless steps`;
  return plot.curve((steps) => bitsAfter(law, steps), at, { name, color, dash: 'dot' });
}

/** What more steps add, at the same data, and what a law fitted to them would add up to. */
export const bitsVsLength: plot.FigureSpec<CapacityRun, PaperTables> = {
  title: 'Bits per parameter and the length of training',
  of: lengthRuns,
  optional: true,
  panels(runs, { morrisTable1 }) {
    const models = plot.series(runs, ({ measurements }) => measurements.params, {
      name: (params) => `${plot.shortNumber(params)} parameters`,
    });
    const laws = extrapolated(runs);
    const fits = models.flatMap(({ key, color }) =>
      laws.filter(({ params }) => params === key).map((fitted) => lawLine(fitted, color)),
    );
    // a little apart, so that the intervals can be read
    const lines = models.map((model, i) =>
      plot.means([model], ({ config }) => config.steps * 1.07 ** i, perParameter, {
        hover: '%{x:,.0f} steps<br>%{y:.3f} bits/parameter',
        lines: false,
        seeds: true,
      }),
    );
    const slope = tableSlope(morrisTable1);
    return {
      x: plot.log('training steps'),
      y: plot.zoomed('memorized (bits/parameter)'),
      marks: [plot.rule(slope, `paper, float32 (${slope.toFixed(2)})`), ...fits, ...lines],
    };
  },
};
