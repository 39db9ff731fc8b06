import { meanValue, sameBands } from '../claim-values';
import type { Claim } from '../old-finding';
import type { PrecisionConfig } from './config';
import type { ComparedMode } from './modes';
import { differencesBySeed, modeOutcomes, runsAtRate } from './paired';
import type { PrecisionMeasurements } from './run';

type PrecisionClaim = Claim<PrecisionConfig, PrecisionMeasurements>;
type Runs = Parameters<PrecisionClaim['measure']>[0];

/** The paired differences of a mode to float32 in %, one a seed. */
const differences = (runs: Runs, mode: ComparedMode): Map<number, number> =>
  differencesBySeed(modeOutcomes(runs), mode);

/** The paper's comparison: everything in bfloat16, rounded to nearest, against float32. */
const PAIR = ['float32', 'bf16'];
const DIFFERENCE =
  '100 (memorizedBits / memorizedBits of float32 - 1), paired by model, learning rate and seed';
const AT_BEST =
  'Of each model at the learning rate at which float32 stores most on average over the seeds';
const AT_SMALLEST = 'Of each model with several learning rates at the smallest of them';

const bits = ({ measurements: { memorizedBits } }: Runs[number]): Record<string, number> => ({
  memorizedBits,
});

const SMALL =
  'Models are smaller and training is shorter than in the paper, and needs a higher learning rate; ' +
  'with a high one, few updates are lost to rounding. The rates of the paper are not printed.';
const OWN_QUESTION =
  'The paper does not ask this. The band is our expectation, taken from the size of its drop.';

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
    measure: (runs) => meanValue(differences(runs, 'bf16').values()),
    from: (runs) => runsAtRate(runs, 'best', PAIR),
    formula: `${AT_BEST}: ${DIFFERENCE}; the mean over the models, one value a seed`,
    entry: bits,
    figure: '02-pairs',
    differs: `${SMALL} Seeds differ more than formats do, and a small difference needs many of them.`,
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
    measure: (runs) => meanValue(differences(runs, 'bf16').values()),
    from: (runs) => runsAtRate(runs, 'best', PAIR),
    formula: `${AT_BEST}: ${DIFFERENCE}; the mean over the models, one value a seed`,
    entry: bits,
    figure: '02-pairs',
    differs: SMALL,
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
    measure: (runs) =>
      meanValue([...differences(runs, 'bf16').values()].map((drop) => 2 * (1 + drop / 100))),
    from: (runs) => runsAtRate(runs, 'best', PAIR),
    formula: `${AT_BEST}: 2 (1 + difference / 100), difference = ${DIFFERENCE}; one value a seed`,
    entry: bits,
    figure: '02-capacity-by-mode',
    differs: SMALL,
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
    measure: (runs) => meanValue(differences(runs, 'rounded-once').values()),
    from: (runs) => runsAtRate(runs, 'best', ['float32']),
    formula: `${AT_BEST}: 100 (memorizedBitsRounded / memorizedBits - 1) of the float32 runs; the mean over the models, one value a seed`,
    entry: ({ measurements: { memorizedBits, memorizedBitsRounded } }) => ({
      memorizedBits,
      memorizedBitsRounded,
    }),
    figure: '02-capacity-by-mode',
    differs: OWN_QUESTION,
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
      const stochastic = differences(runs, 'bf16-storage-stochastic');
      const nearest = differences(runs, 'bf16-storage');
      return meanValue(
        [...nearest]
          .filter(([seed]) => stochastic.has(seed))
          .map(([seed, difference]) => difference - (stochastic.get(seed) ?? NaN)),
      );
    },
    from: (runs) =>
      runsAtRate(runs, 'smallest', ['float32', 'bf16-storage-stochastic', 'bf16-storage']),
    formula: `${AT_SMALLEST}: the difference of bf16-storage less that of bf16-storage-stochastic, difference = ${DIFFERENCE}; one value a seed`,
    entry: bits,
    figure: '02-difference-vs-learning-rate',
    differs: OWN_QUESTION,
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
    measure: (runs) => meanValue(differences(runs, 'bf16-storage-stochastic').values()),
    from: (runs) => runsAtRate(runs, 'smallest', ['float32', 'bf16-storage-stochastic']),
    formula: `${AT_SMALLEST}: ${DIFFERENCE}; one value a seed`,
    entry: bits,
    figure: '02-difference-vs-learning-rate',
    differs: OWN_QUESTION,
    bands: sameBands({
      reproduced: [-DROP / 2, DROP / 2],
      partly: [-DROP, DROP],
      why:
        "The format can hold the weights, so without lost updates less than half of the paper's drop " +
        'should be left. Partly: less than all of it.',
    }),
  },
];
