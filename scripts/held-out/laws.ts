import type { FlatConfig } from 'memorization-kit/engine';
import { bitsPerParameter, randomStrings } from 'memorization-kit/findings';
import { gptParameterCount } from 'memorization-kit/model';
import type { Run } from 'memorization-kit/experiment';
import { type MeanInterval, predictedByLine } from 'memorization-kit/stats';

/*
 * Five runs that no sweep has. What each will measure is said beforehand, by a law that is fitted to
 * the stored runs of the standard profile.
 */

export interface HeldOut {
  what: string; // what is measured, of which run
  law: string;
  finding: string;
  config: Partial<FlatConfig>;
  /** The runs that the law is fitted to. */
  like(config: FlatConfig): boolean;
  /** The axes on which the law is a line. */
  x(config: FlatConfig): number;
  y(measurements: unknown): number;
  /** From the axis of the line to what is measured. */
  back(y: number): number;
}

interface Tokens {
  params: number;
  memorizedBits: number;
  datasetBits: number;
}
interface Strings {
  exposures: { epochs: number | null; shown: number }[];
}

const MOST_SEEDS = 5; // the held-out runs have seeds that no sweep has
const HELD_OUT_SEED = 101;
const tokens = (measurements: unknown): Tokens => measurements as Tokens;
const epochs = (measurements: unknown): number => {
  const [first] = (measurements as Strings).exposures;
  return first.epochs ?? first.shown;
};

/** The small models of finding 01 that are trained for 3,000 steps. */
const small = ({ vocabSize, steps, seed }: FlatConfig): boolean =>
  vocabSize === 128 && steps === 3000 && Number(seed) <= MOST_SEEDS;

const byWidth = (dModel: number, datasetScale: number): HeldOut => ({
  what: `bits that a model of width ${dModel} memorizes, ${datasetScale} times its capacity shown`,
  law: 'a power of the number of parameters, from widths 8 to 32',
  finding: bitsPerParameter.name,
  config: { dModel, datasetScale, steps: 3000, seed: HELD_OUT_SEED },
  like: (config) => small(config) && config.datasetScale === datasetScale,
  x: (config) => Math.log(paramsOf(config)),
  y: (measurements) => Math.log(tokens(measurements).memorizedBits),
  back: Math.exp,
});

const paramsOf = ({ dModel, nLayers, nHeads, vocabSize, seqLength }: FlatConfig): number =>
  gptParameterCount({
    dModel: Number(dModel),
    nLayers: Number(nLayers),
    nHeads: Number(nHeads),
    vocabSize: Number(vocabSize),
    seqLength: Number(seqLength),
    positions: 'learned',
    mask: 'causal',
    compute: 'float32',
  });

const uniformStrings = (config: FlatConfig): boolean =>
  config.experiment === 'memorize' &&
  config.entropyBits === 0 &&
  config.positions === 'rotary' &&
  config.vocabSize === 64 &&
  Number(config.epochs) > 1000;

const string = (
  what: string,
  law: string,
  config: Partial<FlatConfig>,
  like: HeldOut['like'],
  x: (config: FlatConfig) => number,
): HeldOut => ({
  ...{ what, law, finding: randomStrings.name },
  config: { ...config, epochs: 3000, seed: HELD_OUT_SEED },
  like: (other) => uniformStrings(other) && like(other),
  x,
  y: (measurements) => Math.log(epochs(measurements)),
  back: Math.exp,
});

export const heldOut: readonly HeldOut[] = [
  byWidth(16, 1.2),
  byWidth(24, 2.4),
  {
    what: 'share of a dataset of 0.45 times the capacity that a model of width 12 memorizes',
    law: 'the same share at all sizes up to 0.6 times the capacity, a line over the size',
    finding: bitsPerParameter.name,
    config: { dModel: 12, datasetScale: 0.45, steps: 3000, seed: HELD_OUT_SEED },
    like: (config) => small(config) && Number(config.datasetScale) <= 0.6,
    x: ({ datasetScale }) => Number(datasetScale),
    y: (measurements) => tokens(measurements).memorizedBits / tokens(measurements).datasetBits,
    back: (share) => share,
  },
  string(
    'epochs to memorize 128 letters over an alphabet of 10',
    'exponential in the entropy of a letter, from alphabets of 2 to 26',
    { alphabet: 10 },
    ({ length }) => length === 128,
    ({ alphabet }) => Math.log2(Number(alphabet)),
  ),
  string(
    'epochs to memorize 96 letters over an alphabet of 26',
    'a power of the length, from 16 to 512 letters',
    { length: 96 },
    ({ alphabet }) => alphabet === 26,
    ({ length }) => Math.log(Number(length)),
  ),
];

/** What the law says of the held-out run, with its interval of prediction of 95 %. */
export function predicted(of: HeldOut, config: FlatConfig, runs: readonly Run[]): MeanInterval {
  const fitted = runs.filter((run) => of.like(run.config));
  const line = predictedByLine(
    fitted.map((run) => of.x(run.config)),
    fitted.map(({ measurements }) => of.y(measurements)),
    of.x(config),
  );
  return { n: line.n, mean: of.back(line.mean), low: of.back(line.low), high: of.back(line.high) };
}
