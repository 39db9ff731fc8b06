import { meanInterval, type MeanInterval, modelName } from '../../measure';
import { type ComparedMode, comparedModes } from './modes';

/** What the comparison needs of a run. */
export interface PrecisionRunLike {
  config: {
    mode: string;
    dModel: number;
    nLayers: number;
    vocabSize: number;
    learningRate: number;
    seed: number;
  };
  measurements: {
    params: number;
    memorizedBits: number;
    memorizedBitsRounded: number;
    unchangedShare: number;
    stuckGains: number;
  };
}

/** One mode in one pairing: same model, learning rate and seed, so same data and initial weights. */
export interface ModeOutcome {
  mode: ComparedMode;
  model: string; // 'd=8 L=1 V=128'
  params: number;
  learningRate: number;
  seed: number;
  bits: number;
  bitsPerParameter: number;
  difference: number | null; // % of the paired float32 run's bits; null without such a run
  unchangedShare: number | null; // null for what was not trained
  stuckGains: number | null; // likewise
}

/** Every run as an outcome, and each float32 run a second time with its rounded weights. */
export function modeOutcomes(runs: readonly PrecisionRunLike[]): ModeOutcome[] {
  const reference = new Map(
    runs
      .filter(({ config }) => config.mode === 'float32')
      .map((run) => [pairing(run.config), run.measurements.memorizedBits]),
  );
  return runs.flatMap(({ config, measurements: m }) => {
    const { learningRate, seed } = config;
    const float32 = reference.get(pairing(config));
    const outcome = (
      mode: string,
      bits: number,
      trained: Pick<ModeOutcome, 'unchangedShare' | 'stuckGains'>,
    ): ModeOutcome => ({
      mode: mode as ComparedMode,
      model: modelName(config),
      params: m.params,
      learningRate,
      seed,
      bits,
      bitsPerParameter: bits / m.params,
      difference: float32 === undefined ? null : 100 * (bits / float32 - 1),
      ...trained,
    });
    const { unchangedShare, stuckGains } = m;
    const trained = outcome(config.mode, m.memorizedBits, { unchangedShare, stuckGains });
    if (config.mode !== 'float32') return [trained];
    const rounded = { unchangedShare: null, stuckGains: null };
    return [trained, outcome('rounded-once', m.memorizedBitsRounded, rounded)];
  });
}

function pairing(config: PrecisionRunLike['config']): string {
  return `${modelName(config)} ${config.learningRate} ${config.seed}`;
}

/** The learning rate at which float32 stores most, for each model: where capacities are compared. */
export function bestRates(outcomes: readonly ModeOutcome[]): Map<string, number> {
  const float32 = outcomes.filter(({ mode }) => mode === 'float32');
  return new Map(
    [...new Set(float32.map(({ model }) => model))].map((model) => {
      const ofModel = float32.filter((outcome) => outcome.model === model);
      const rates = [...new Set(ofModel.map((outcome) => outcome.learningRate))];
      const bits = (rate: number): number =>
        meanInterval(ofModel.filter((o) => o.learningRate === rate).map((o) => o.bits)).mean;
      return [model, rates.reduce((best, rate) => (bits(rate) > bits(best) ? rate : best))];
    }),
  );
}

/** The outcomes at each model's best learning rate. */
export function atBestRate(outcomes: readonly ModeOutcome[]): ModeOutcome[] {
  const rates = bestRates(outcomes);
  return outcomes.filter(({ model, learningRate }) => rates.get(model) === learningRate);
}

/** The outcomes at the smallest learning rate of each model that was trained at more than one. */
export function atSmallestRate(outcomes: readonly ModeOutcome[]): ModeOutcome[] {
  const rates = new Map<string, Set<number>>();
  for (const { model, learningRate } of outcomes) {
    rates.set(model, (rates.get(model) ?? new Set()).add(learningRate));
  }
  return outcomes.filter(({ model, learningRate }) => {
    const ofModel = rates.get(model) ?? new Set();
    return ofModel.size > 1 && learningRate === Math.min(...ofModel);
  });
}

/** The runs in some formats at each model's best or smallest learning rate. */
export function runsAtRate<R extends PrecisionRunLike>(
  runs: readonly R[],
  rate: 'best' | 'smallest',
  modes: readonly string[],
): R[] {
  const outcomes = (rate === 'best' ? atBestRate : atSmallestRate)(modeOutcomes(runs));
  const chosen = new Set(outcomes.map((outcome) => `${outcome.model} ${outcome.learningRate}`));
  return runs.filter(
    ({ config }) =>
      modes.includes(config.mode) && chosen.has(`${modelName(config)} ${config.learningRate}`),
  );
}

/** The paired differences to float32 of one mode in %: one value a seed (mean over the models). */
export function differencesBySeed(
  outcomes: readonly ModeOutcome[],
  mode: ComparedMode,
): Map<number, number> {
  const bySeed = new Map<number, number[]>();
  for (const { mode: own, seed, difference } of outcomes) {
    if (own === mode && difference !== null) {
      bySeed.set(seed, [...(bySeed.get(seed) ?? []), difference]);
    }
  }
  return new Map([...bySeed].map(([seed, values]) => [seed, meanInterval(values).mean]));
}

/** One mode at one size and learning rate, over seeds. */
export interface ModeSummary {
  mode: ComparedMode;
  model: string;
  params: number;
  learningRate: number;
  bitsPerParameter: MeanInterval;
  difference: MeanInterval; // % of float32, paired
  unchangedShare: MeanInterval; // mean NaN for what was not trained
  stuckGains: MeanInterval; // likewise
}

/** Means and 95 % intervals over seeds, by size, learning rate (largest first) and mode. */
export function modeSummaries(outcomes: readonly ModeOutcome[]): ModeSummary[] {
  const groups = new Map<string, ModeOutcome[]>();
  for (const outcome of outcomes) {
    const key = `${outcome.model} ${outcome.learningRate} ${outcome.mode}`;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  const summaries = [...groups.values()].map((same): ModeSummary => {
    const { mode, model, params, learningRate } = same[0];
    const known = (values: (number | null)[]): MeanInterval =>
      meanInterval(values.filter((value): value is number => value !== null));
    return {
      mode,
      model,
      params,
      learningRate,
      bitsPerParameter: known(same.map((o) => o.bitsPerParameter)),
      difference: known(same.map((o) => o.difference)),
      unchangedShare: known(same.map((o) => o.unchangedShare)),
      stuckGains: known(same.map((o) => o.stuckGains)),
    };
  });
  const order: ComparedMode[] = [...comparedModes, 'fixed-gains'];
  const place = ({ mode }: ModeSummary): number => order.indexOf(mode);
  return summaries.sort(
    (a, b) => a.params - b.params || b.learningRate - a.learningRate || place(a) - place(b),
  );
}
