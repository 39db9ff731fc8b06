import {
  aboveChance,
  alphabetRuns,
  contextRuns,
  entropyRuns,
  identifyingPrefix,
  lengthRuns,
  letterEntropy,
  prefixReaching,
  sequenceRuns,
} from '../../measure';
import { overSeeds, ratioOverSeeds, sameBands } from '../claim-values';
import type { Claim, ClaimBands } from '../finding';
import type { RandomStringsConfig } from './config';
import {
  chanceOf,
  endsRatio,
  firstOverLast,
  highEntropy,
  keptAfterTwo,
  meanOf,
  orderOf,
  recallDifference,
} from './quantities';
import type { RandomStringsMeasurements } from './run';

type StringClaim = Claim<RandomStringsConfig, RandomStringsMeasurements>;

const SOURCE = 'Speicher et al. 2024';

const LONGER: ClaimBands = {
  reproduced: [1.25, Infinity],
  partly: [1.05, Infinity],
  why:
    'The paper gives an order and no number. Reproduced: at least a quarter more; partly: at least ' +
    '5 % more.',
};

const BETTER: ClaimBands = {
  reproduced: [0.05, 1],
  partly: [0.01, 1],
  why:
    'The paper gives an order and no number. Reproduced: at least one letter in twenty more; ' +
    'partly: at least one in a hundred.',
};

export const randomStringsClaims: StringClaim[] = [
  {
    id: 'guessing-mass',
    text: 'First the model guesses: nearly all probability goes to the alphabet',
    source: `${SOURCE}, two phases`,
    paper: '→ 1',
    unit: 'probability',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) =>
        meanOf(alphabetRuns(ofSeed), (run) => run.measurements.phases.guessing.mass),
      ),
    bands: sameBands({
      reproduced: [0.9, 1],
      partly: [0.75, 1],
      why: 'The paper: towards 1. Taken where KL to the alphabet is least, mean over alphabets.',
    }),
  },
  {
    id: 'guessing-accuracy',
    text: 'Guessing, it recites no better than chance (0 = chance, 1 = all letters right)',
    source: `${SOURCE}, two phases`,
    paper: '≈ 0',
    unit: 'above chance',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) =>
        meanOf(alphabetRuns(ofSeed), (run) =>
          aboveChance(run.measurements.phases.guessing.accuracy, chanceOf(run)),
        ),
      ),
    bands: sameBands({
      reproduced: [-0.1, 0.1],
      partly: [-0.2, 0.25],
      why: 'The paper: accuracy stays near 1/l. At the same epoch as the mass.',
    }),
  },
  {
    id: 'memorized',
    text: 'Then it memorizes: every letter right in the end (strings that get there)',
    source: `${SOURCE}, two phases`,
    paper: '≈ 1',
    unit: 'share',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) =>
        meanOf(
          ofSeed.filter(({ config }) => config.experiment === 'memorize'),
          (run) => (run.measurements.exposures[0].epochs === null ? 0 : 1),
        ),
      ),
    bands: sameBands({
      reproduced: [0.95, 1],
      partly: [0.8, 1],
      why: 'The paper: to 1 in 100 epochs, but for the longest strings of 2 letters (96 %).',
    }),
  },
  {
    id: 'divergence-rises',
    text: 'Memorizing, its predictions leave the alphabet again (KL at the end / least KL)',
    source: `${SOURCE}, two phases`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) =>
      ratioOverSeeds(runs, (ofSeed) =>
        meanOf(alphabetRuns(ofSeed), ({ measurements: { phases } }) =>
          phases.guessing.divergence > 0
            ? phases.end.divergence / phases.guessing.divergence
            : null,
        ),
      ),
    bands: sameBands({
      reproduced: [2, Infinity],
      partly: [1.2, Infinity],
      why: 'The paper gives the direction only. Reproduced: at least twice; partly: a fifth more.',
    }),
  },
  {
    id: 'fresh-strings',
    text: 'Fresh strings from the same alphabet stay at chance (accuracy x l)',
    source: `${SOURCE}, control`,
    paper: '1',
    unit: 'x 1/l',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) =>
        meanOf(
          alphabetRuns(ofSeed),
          (run) => run.measurements.phases.freshAccuracy * run.config.alphabet,
        ),
      ),
    bands: sameBands({
      reproduced: [0.95, 1.05],
      partly: [0.9, 1.1],
      why: 'Exactly 1 is expected; within 5 % over some 100,000 letters and more.',
    }),
  },
  {
    id: 'no-order',
    text: 'Letters are memorized in no order of place (rank correlation)',
    source: `${SOURCE}, dynamics`,
    paper: '≈ 0',
    unit: 'Spearman',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) =>
        meanOf(alphabetRuns(ofSeed), (run) => run.measurements.placeCorrelation),
      ),
    bands: sameBands({
      reproduced: [-0.2, 0.2],
      partly: [-0.4, 0.4],
      why: 'Chance alone gives 0.09 for one string of 128 letters.',
    }),
  },
  {
    id: 'small-alphabet-longer',
    text: 'Small alphabets take longer (epochs, fewest letters / most letters)',
    source: `${SOURCE}, influencing factors`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) =>
      ratioOverSeeds(runs, (ofSeed) => endsRatio(alphabetRuns(ofSeed), (c) => c.alphabet)),
    bands: sameBands(LONGER),
  },
  {
    id: 'alphabet-order',
    text: 'Epochs fall with entropy over all alphabets (rank correlation)',
    source: `${SOURCE}, influencing factors`,
    paper: '−1',
    unit: 'Spearman',
    measure: (runs) => overSeeds(runs, (ofSeed) => orderOf(alphabetRuns(ofSeed))),
    bands: sameBands({
      reproduced: [-1, -0.8],
      partly: [-1, -0.5],
      why: 'With five alphabets one swap of neighbors gives −0.9, two give −0.8.',
    }),
  },
  {
    id: 'low-entropy-longer',
    text: 'Lower entropy takes longer at 26 letters too (epochs, lowest / highest)',
    source: `${SOURCE}, influencing factors`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) =>
      ratioOverSeeds(runs, (ofSeed) => endsRatio(entropyRuns(ofSeed), letterEntropy)),
    bands: sameBands(LONGER),
  },
  {
    id: 'longer-string-longer',
    text: 'Longer strings take longer (epochs, longest / shortest, 26 letters)',
    source: `${SOURCE}, influencing factors`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) =>
      ratioOverSeeds(runs, (ofSeed) => endsRatio(lengthRuns(ofSeed), (c) => -c.length)),
    bands: sameBands(LONGER),
  },
  {
    id: 'later-faster',
    text: 'Later strings are memorized faster (epochs, first / mean of the last two)',
    source: `${SOURCE}, sequential exposure`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) =>
      ratioOverSeeds(runs, (ofSeed) => meanOf(sequenceRuns(ofSeed), firstOverLast)),
    bands: sameBands(LONGER),
  },
  {
    id: 'earlier-forgotten',
    text: 'Earlier strings are forgotten (accuracy two strings later, 0 = chance)',
    source: `${SOURCE}, sequential exposure`,
    paper: '≈ 0',
    unit: 'above chance',
    measure: (runs) => overSeeds(runs, (ofSeed) => meanOf(sequenceRuns(ofSeed), keptAfterTwo)),
    bands: sameBands({
      reproduced: [-0.1, 0.25],
      partly: [-0.2, 0.6],
      why:
        'The paper: forgotten, how far is not printed. Reproduced: a quarter of what was known is ' +
        'left at most; partly: six tenths.',
    }),
  },
  {
    id: 'short-prefix',
    text: 'A short prefix suffices (letters for 80 % recall, in units of 2 log_l n)',
    source: `${SOURCE}, local prefix`,
    paper: '≈ 1',
    unit: 'ratio',
    measure: (runs) =>
      ratioOverSeeds(runs, (ofSeed) =>
        meanOf(highEntropy(contextRuns(ofSeed, true)), ({ config, measurements: { context } }) => {
          if (!context) return null;
          const reached = prefixReaching(context.prefixLengths, context.accuracy.redrawn, 0.8);
          const unit = identifyingPrefix(config.alphabet, config.length);
          return (reached ?? context.prefixLengths[context.prefixLengths.length - 1]) / unit;
        }),
      ),
    bands: sameBands({
      reproduced: [0, 2],
      partly: [0, 4],
      why: 'The paper: "about" 2 log_l n letters. Reproduced: within twice that; partly: four times.',
    }),
  },
  {
    id: 'same-beats-other',
    text: 'Context of the same distribution beats other letters (recall at 2 log_l n)',
    source: `${SOURCE}, global context`,
    paper: '> 0',
    unit: 'accuracy',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) => recallDifference(ofSeed, 'redrawn', 'other letters')),
    bands: sameBands(BETTER),
  },
  {
    id: 'other-beats-constant',
    text: 'Other letters beat one letter repeated (recall at 2 log_l n)',
    source: `${SOURCE}, global context`,
    paper: '> 0',
    unit: 'accuracy',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) => recallDifference(ofSeed, 'other letters', 'constant')),
    bands: sameBands(BETTER),
  },
];
