import type { FlatConfig } from 'memorization-kit/engine';
import type { Run } from 'memorization-kit/experiment';
import * as findings from 'memorization-kit/findings';
import { gptParameterCount } from 'memorization-kit/model';
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
  of(runs: readonly Run[]): Run[];
  /** The axes on which the law is a line. */
  x(config: FlatConfig): number;
  y(measurements: unknown): number;
  /** From the axis of the line to what is measured. */
  back(y: number): number;
}

const SEED = 101; // that no sweep has

type Tokens = Parameters<typeof findings.sizeSweep>[0][number];
const tokens = (measurements: unknown) => measurements as Tokens['measurements'];

/** The runs of finding 01 on datasets of some sizes, as multiples of the expected capacity. */
const ofScales = (chosen: (scale: number) => boolean) => (runs: readonly Run[]) =>
  findings
    .sizeSweep(runs as readonly Tokens[])
    .filter(({ config }) => chosen(config.datasetScale)) as Run[];

const byWidth = (dModel: number, datasetScale: number): HeldOut => ({
  what: `bits that a model of width ${dModel} memorizes, ${datasetScale} times its capacity shown`,
  law: 'a power of the number of parameters, from widths 8 to 32',
  finding: findings.bitsPerParameter.name,
  config: { dModel, datasetScale, steps: 3000, seed: SEED },
  of: ofScales((scale) => scale === datasetScale),
  x: (config) => Math.log(gptParameterCount(findings.tokenGpt(config as findings.TokenConfig))),
  y: (measurements) => Math.log(tokens(measurements).memorizedBits),
  back: Math.exp,
});

/** Epochs to memorize a string, exponential in `x`. */
const string = (
  what: string,
  law: string,
  config: Partial<FlatConfig>,
  of: (runs: readonly findings.StringRun[]) => findings.StringRun[],
  x: (config: FlatConfig) => number,
): HeldOut => ({
  ...{ what, law, finding: findings.randomStrings.name },
  config: { ...config, epochs: 3000, seed: SEED },
  of: (runs) => of(runs as readonly findings.StringRun[]),
  x,
  y: (measurements) => Math.log(findings.epochsOf({ measurements } as findings.StringRun)),
  back: Math.exp,
});

export const heldOut: readonly HeldOut[] = [
  byWidth(16, 1.2),
  byWidth(24, 2.4),
  {
    what: 'share of a dataset of 0.45 times the capacity that a model of width 12 memorizes',
    law: 'the same share at all sizes up to 0.6 times the capacity, a line over the size',
    finding: findings.bitsPerParameter.name,
    config: { dModel: 12, datasetScale: 0.45, steps: 3000, seed: SEED },
    of: ofScales((scale) => scale <= 0.6),
    x: ({ datasetScale }) => Number(datasetScale),
    y: (measurements) => tokens(measurements).memorizedBits / tokens(measurements).datasetBits,
    back: (share) => share,
  },
  string(
    'epochs to memorize 128 letters over an alphabet of 10',
    'exponential in the entropy of a letter, from alphabets of 2 to 26',
    { alphabet: 10 },
    findings.alphabetRuns,
    ({ alphabet }) => Math.log2(Number(alphabet)),
  ),
  string(
    'epochs to memorize 96 letters over an alphabet of 26',
    'a power of the length, from 16 to 512 letters',
    { length: 96 },
    (runs) => findings.stringLengths(runs),
    ({ length }) => Math.log(Number(length)),
  ),
];

/** What the law says of the held-out run, with its interval of prediction of 95 %. */
export function predicted(one: HeldOut, config: FlatConfig, runs: readonly Run[]): MeanInterval {
  const fitted = one.of(runs);
  const line = predictedByLine(
    fitted.map((run) => one.x(run.config)),
    fitted.map(({ measurements }) => one.y(measurements)),
    one.x(config),
  );
  return {
    n: line.n,
    mean: one.back(line.mean),
    low: one.back(line.low),
    high: one.back(line.high),
  };
}
