import { byKey } from '../../base';
import { mostVaried, type Run, type Select } from '../../experiment';
import { mean, type MeanInterval, meansOf } from '../../stats';
import { modelName } from '../bits-per-parameter/values';
import type { PrecisionConfig } from './config';
import { allModes, type ComparedMode } from './config';
import type { PrecisionMeasurements } from './run';

export type PrecisionRun = Run<PrecisionConfig, PrecisionMeasurements>;

const modelOf = ({ config }: PrecisionRun): string => modelName(config);
const rateOf = ({ config }: PrecisionRun): number => config.learningRate;

/** Of each model the runs at one of its learning rates; none where there is no such rate. */
const atRate =
  (chosen: (ofModel: PrecisionRun[]) => number | undefined): Select<PrecisionRun> =>
  (runs) => {
    const rates = new Map([...byKey(runs, modelOf)].map(([model, own]) => [model, chosen(own)]));
    return runs.filter((run) => rates.get(modelOf(run)) === rateOf(run));
  };

/** At the learning rate at which float32 stores most, where capacities are compared. */
export const atBestRate = atRate((ofModel) => {
  const float32 = ofModel.filter(({ config }) => config.mode === 'float32');
  const bits = [...byKey(float32, rateOf)].map(([rate, own]) => ({
    rate,
    mean: mean(own.map(({ measurements }) => measurements.memorizedBits)),
  }));
  return bits.sort((a, b) => b.mean - a.mean)[0]?.rate;
});

/** At the smallest of several learning rates. */
export const atSmallestRate = atRate((ofModel) => {
  const rates = ofModel.map(rateOf);
  return new Set(rates).size > 1 ? Math.min(...rates) : undefined;
});

/** The runs of the model with the most learning rates, of several the smallest. */
export const oneModel = mostVaried(modelOf, rateOf, ({ measurements }) => -measurements.params);

/** One mode in one pairing: same model, learning rate and seed, so same data and initial weights. */
export interface ModeOutcome {
  mode: ComparedMode;
  model: string; // 'd=8 L=1 V=128'
  params: number;
  learningRate: number;
  seed: number;
  bitsPerParameter: number;
  float32: number | null; // bits per parameter of the paired float32 run; null without such a run
  difference: number | null; // of the two in %; likewise
  unchangedShare: number | null; // null for what was not trained
  stuckGains: number | null;
}

/** Every run as an outcome, and each float32 run a second time with its rounded weights. */
export function modeOutcomes(runs: readonly PrecisionRun[]): ModeOutcome[] {
  const pairs = byKey(runs, (run) => `${modelOf(run)} ${rateOf(run)} ${run.config.seed}`);
  return [...pairs.values()].flatMap((pair) => {
    const reference = pair.find(({ config }) => config.mode === 'float32')?.measurements;
    return pair.flatMap((run): ModeOutcome[] => {
      const { mode, learningRate, seed } = run.config;
      const { params, memorizedBits, memorizedBitsRounded, unchangedShare, stuckGains } =
        run.measurements;
      const paired = { model: modelOf(run), params, learningRate, seed };
      const stored = (bits: number) => ({
        bitsPerParameter: bits / params,
        float32: reference ? reference.memorizedBits / params : null,
        difference: reference ? 100 * (bits / reference.memorizedBits - 1) : null,
      });
      const trained = { ...paired, mode, ...stored(memorizedBits), unchangedShare, stuckGains };
      if (mode !== 'float32') return [trained];
      const untrained = { mode: 'rounded-once', unchangedShare: null, stuckGains: null } as const;
      return [trained, { ...paired, ...untrained, ...stored(memorizedBitsRounded) }];
    });
  });
}

const summarized = ['bitsPerParameter', 'difference', 'unchangedShare', 'stuckGains'] as const;

/** One mode at one size and learning rate: means over seeds, NaN for what is not known. */
export type ModeSummary = Pick<ModeOutcome, 'mode' | 'params' | 'learningRate'> &
  Record<(typeof summarized)[number], MeanInterval>;

/** Means and 95 % intervals over seeds, by size, learning rate (largest first) and mode. */
export function modeSummaries(runs: readonly PrecisionRun[]): ModeSummary[] {
  const groups = byKey(modeOutcomes(runs), (o) => `${o.model} ${o.learningRate} ${o.mode}`);
  const place = ({ mode }: ModeSummary): number => allModes.indexOf(mode);
  return [...groups.values()]
    .map((same) => ({ ...same[0], ...meansOf(same, summarized) }))
    .sort((a, b) => a.params - b.params || b.learningRate - a.learningRate || place(a) - place(b));
}
