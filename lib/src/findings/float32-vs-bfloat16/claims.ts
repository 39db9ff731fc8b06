import { meanValue, sameBands } from '../claim-values';
import type { Claim } from '../finding';
import type { PrecisionConfig } from './config';
import { atBestRate, atSmallestRate, differencesBySeed, modeOutcomes } from './paired';
import type { PrecisionMeasurements } from './run';

type PrecisionClaim = Claim<PrecisionConfig, PrecisionMeasurements>;
type Runs = Parameters<PrecisionClaim['measure']>[0];

/** The paper's comparison: everything in bfloat16, rounded to nearest, against float32, in %. */
function drops(runs: Runs): Map<number, number> {
  return differencesBySeed(atBestRate(modeOutcomes(runs)), 'bf16');
}

const PAPER = 'Morris et al. 2025, Table 1';
const OWN = 'our own question';
const NOT_IN_PAPER = 'not in the paper';
const DROP = 8.4; // %: Table 1's means, 3.51 against 3.83
const LEAST_DROP = 1; // % of the row that loses least (3.65 to 3.61), by bits per parameter
const LARGEST_DROP = 16.8; // % of the row that loses most (3.83 to 3.19)

export const precisionClaims: PrecisionClaim[] = [
  {
    id: 'bfloat16-stores-less',
    text: 'Trained in bfloat16 a model stores less than in float32 (paired difference, interval below 0)',
    source: PAPER,
    paper: '−8.4',
    unit: '%',
    judgeBy: 'interval',
    measure: (runs) => meanValue(drops(runs).values()),
    bands: sameBands({
      reproduced: [-100, 0],
      partly: [-100, 0],
      why:
        'A statement about a sign: reproduced when the whole 95 % interval over seeds lies below 0, ' +
        'partly when only the mean does.',
    }),
  },
  {
    id: 'drop-is-modest',
    text: 'The drop is modest (the same difference, its size)',
    source: PAPER,
    paper: '−8.4',
    unit: '%',
    measure: (runs) => meanValue(drops(runs).values()),
    bands: sameBands({
      reproduced: [-LARGEST_DROP, -LEAST_DROP],
      partly: [-2 * LARGEST_DROP, 0],
      why:
        "Reproduced: within the range of Table 1's own sixteen rows. Partly: any drop of up to twice " +
        'the largest of them.',
    }),
  },
  {
    id: 'half-the-bits',
    text: 'Half of the bits hold more than half (capacity per stored bit, bfloat16 / float32)',
    source: `${PAPER}: 2 × 3.51 / 3.83`,
    paper: '1.83',
    unit: 'ratio',
    measure: (runs) => meanValue([...drops(runs).values()].map((drop) => 2 * (1 + drop / 100))),
    bands: sameBands({
      reproduced: [1.66, 1.98],
      partly: [1.5, 2],
      why:
        'It would be 1 if half of the bits held half as much, and 2 if they held all of it. ' +
        "Reproduced: the range of Table 1's rows. Partly: nearer to 2 than to 1.",
    }),
  },
  {
    id: 'rounding-once-is-cheap',
    text: 'Rounding the finished float32 weights to bfloat16 costs almost nothing (paired difference)',
    source: OWN,
    paper: NOT_IN_PAPER,
    unit: '%',
    measure: (runs) =>
      meanValue(differencesBySeed(atBestRate(modeOutcomes(runs)), 'rounded-once').values()),
    bands: sameBands({
      reproduced: [-DROP / 4, 0.5],
      partly: [-DROP / 2, 1],
      why:
        'bfloat16 keeps 8 significant bits of a weight that stores fewer than 4; rounding moves it by ' +
        "at most 2^-8 of itself. Reproduced: less than a quarter of the paper's drop, partly: less " +
        'than half.',
    }),
  },
  {
    id: 'lost-updates',
    text: 'At the smallest learning rate, weights rounded to nearest store less than weights rounded at random',
    source: OWN,
    paper: NOT_IN_PAPER,
    unit: '% of float32',
    judgeBy: 'interval',
    measure: (runs) => {
      const outcomes = atSmallestRate(modeOutcomes(runs));
      const stochastic = differencesBySeed(outcomes, 'bf16-storage-stochastic');
      const nearest = differencesBySeed(outcomes, 'bf16-storage');
      return meanValue(
        [...nearest]
          .filter(([seed]) => stochastic.has(seed))
          .map(([seed, difference]) => difference - (stochastic.get(seed) ?? NaN)),
      );
    },
    bands: sameBands({
      reproduced: [-100, -DROP / 2],
      partly: [-100, 0],
      why:
        'An update smaller than half the spacing of bfloat16 is lost when rounded to nearest, and kept ' +
        "on average when rounded at random. If lost updates are behind the paper's drop, then where " +
        'more of them are lost the two must differ by a good part of it: by half, over the whole interval.',
    }),
  },
  {
    id: 'random-rounding-keeps-up',
    text: 'At the smallest learning rate, weights rounded at random store what float32 stores (paired difference)',
    source: OWN,
    paper: NOT_IN_PAPER,
    unit: '%',
    measure: (runs) =>
      meanValue(
        differencesBySeed(atSmallestRate(modeOutcomes(runs)), 'bf16-storage-stochastic').values(),
      ),
    bands: sameBands({
      reproduced: [-DROP / 2, DROP / 2],
      partly: [-DROP, DROP],
      why:
        "The format can hold the weights, so without lost updates less than half of the paper's drop " +
        'should be left. Partly: less than all of it.',
    }),
  },
];
