import { aboveChance, identifyingPrefix, meanInterval, prefixReaching } from '../../measure';
import { rankCorrelation } from '../../measure';
import { contextKinds } from '../../datasets';
import type { Claim, ClaimBands, ClaimValue } from '../finding';
import { letterEntropy, type RandomStringsConfig } from './config';
import type { RandomStringsMeasurements } from './run';

export interface StringRun {
  config: RandomStringsConfig;
  measurements: RandomStringsMeasurements;
}
type StringClaim = Claim<RandomStringsConfig, RandomStringsMeasurements>;

const SOURCE = 'Speicher et al. 2024';
const ALIKE = 128; // letters of the strings that alphabets are compared on

/** One value per seed -> its mean and interval; the note counts strings that were never memorized. */
export function overSeeds(
  runs: readonly StringRun[],
  measure: (ofSeed: StringRun[]) => number | null,
): ClaimValue {
  const seeds = [...new Set(runs.map(({ config }) => config.seed))];
  const values = seeds
    .map((seed) => measure(runs.filter(({ config }) => config.seed === seed)))
    .filter((value): value is number => value !== null && Number.isFinite(value));
  const { mean, low, high, n } = meanInterval(values);
  return { value: mean, low, high, n };
}

const average = (values: number[]): number | null =>
  values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : null;

const chanceOf = ({ config }: StringRun): number => 1 / config.alphabet;

/** Runs that learn one uniform string of the length on which alphabets are compared. */
export function alphabetRuns<R extends { config: RandomStringsConfig }>(runs: readonly R[]): R[] {
  return runs.filter(
    ({ config: c }) => c.experiment === 'memorize' && c.length === ALIKE && c.entropyBits === 0,
  );
}

/** Runs over the largest alphabet: skewed ones and the uniform one. */
export function entropyRuns<R extends { config: RandomStringsConfig }>(runs: readonly R[]): R[] {
  const largest = Math.max(...runs.map(({ config }) => config.alphabet));
  return runs.filter(
    ({ config: c }) => c.experiment === 'memorize' && c.length === ALIKE && c.alphabet === largest,
  );
}

/** Runs on strings of different lengths over one alphabet; by default the largest. */
export function lengthRuns<R extends { config: RandomStringsConfig }>(
  runs: readonly R[],
  alphabet = Math.max(...runs.map(({ config }) => config.alphabet)),
): R[] {
  return runs.filter(
    ({ config: c }) =>
      c.experiment === 'memorize' && c.entropyBits === 0 && c.alphabet === alphabet,
  );
}

export function sequenceRuns<R extends { config: RandomStringsConfig }>(runs: readonly R[]): R[] {
  return runs.filter(({ config }) => config.experiment === 'sequence');
}

export function contextRuns<R extends { config: RandomStringsConfig }>(
  runs: readonly R[],
  pretrained: boolean,
): R[] {
  return runs.filter(
    ({ config }) => config.experiment === 'context' && config.pretrainSteps > 0 === pretrained,
  );
}

/**
 * Epochs until the first string was memorized. A string that never was counts with the epochs that
 * it was shown, which is too few: what is compared with it comes out too small, never too large.
 */
export function epochsOf({ measurements }: StringRun): number {
  const [{ epochs, shown }] = measurements.exposures;
  return epochs ?? shown;
}

/** Epochs at the least of `x` over those at the largest; null unless there are two values of `x`. */
function endsRatio(runs: StringRun[], x: (config: RandomStringsConfig) => number): number | null {
  if (runs.length < 2) return null;
  const sorted = [...runs].sort((a, b) => x(a.config) - x(b.config));
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  return x(first.config) < x(last.config) ? epochsOf(first) / epochsOf(last) : null;
}

/** Letters of the last exposure but one's string and earlier ones, two strings later; above chance. */
function keptAfterTwo(run: StringRun): number | null {
  const { sequence } = run.measurements;
  if (!sequence) return null;
  const { momentsPerExposure: moments, accuracy } = sequence;
  const kept = accuracy
    .map((of, string) => of[(string + 3) * moments - 1])
    .slice(0, accuracy.length - 2);
  return average(kept.map((value) => aboveChance(value, chanceOf(run))));
}

/** Epochs of the first string over the mean of the last two new ones. */
function firstOverLast(run: StringRun): number | null {
  const epochs = run.measurements.exposures.map(({ epochs, shown }) => epochs ?? shown);
  const fresh = epochs.slice(0, run.config.nStrings);
  const last = average(fresh.slice(-2));
  return fresh.length < 3 || last === null ? null : fresh[0] / last;
}

/** Epochs of the first string shown again over those of the last new one. */
function againOverNew(run: StringRun): number | null {
  const { exposures } = run.measurements;
  if (exposures.length < 2) return null;
  const [last, again] = exposures.slice(-2).map(({ epochs, shown }) => epochs ?? shown);
  return again / last;
}

/** Accuracy with the identifying prefix genuine and the rest replaced in one way. */
function recallAtPrefix(run: StringRun, kind: (typeof contextKinds)[number]): number | null {
  const { context } = run.measurements;
  if (!context) return null;
  const wanted = Math.ceil(identifyingPrefix(run.config.alphabet, run.config.length));
  const at = context.prefixLengths.findIndex((prefix) => prefix >= wanted);
  return at < 0 ? null : context.accuracy[kind][at];
}

function difference(runs: StringRun[], like: string, unlike: string): number | null {
  type Kind = (typeof contextKinds)[number];
  const differences = contextRuns(runs, true).map((run) => {
    const [a, b] = [recallAtPrefix(run, like as Kind), recallAtPrefix(run, unlike as Kind)];
    return a === null || b === null ? null : a - b;
  });
  return average(differences.filter((value) => value !== null));
}

const meanOf = (runs: StringRun[], value: (run: StringRun) => number | null): number | null =>
  average(runs.map(value).filter((one) => one !== null));

function sameBands(bands: ClaimBands): StringClaim['bands'] {
  return { quick: bands, standard: bands, paper: bands };
}

const LONGER: ClaimBands = {
  reproduced: [1.25, Infinity],
  partly: [1.05, Infinity],
  why:
    'The paper gives an order and no number. Reproduced: a quarter more, which is well above what ' +
    'two strings of the same kind differ by; partly: at least 5 % more.',
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
    text: 'while it recites no better than chance (0 = chance, 1 = all right)',
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
    text: 'and its predictions leave the alphabet again (KL at the end / least KL)',
    source: `${SOURCE}, two phases`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) =>
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
      overSeeds(runs, (ofSeed) => endsRatio(alphabetRuns(ofSeed), (c) => c.alphabet)),
    bands: sameBands(LONGER),
  },
  {
    id: 'alphabet-order',
    text: 'and the order holds in between (rank correlation of epochs and entropy)',
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
    measure: (runs) => overSeeds(runs, (ofSeed) => endsRatio(entropyRuns(ofSeed), letterEntropy)),
    bands: sameBands(LONGER),
  },
  {
    id: 'longer-string-longer',
    text: 'Longer strings take longer (epochs, longest / shortest, 26 letters)',
    source: `${SOURCE}, influencing factors`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) => overSeeds(runs, (ofSeed) => endsRatio(lengthRuns(ofSeed), (c) => -c.length)),
    bands: sameBands(LONGER),
  },
  {
    id: 'later-faster',
    text: 'Later strings are memorized faster (epochs, first / mean of the last two)',
    source: `${SOURCE}, sequential exposure`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) => overSeeds(runs, (ofSeed) => meanOf(sequenceRuns(ofSeed), firstOverLast)),
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
      overSeeds(runs, (ofSeed) =>
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
    measure: (runs) => overSeeds(runs, (ofSeed) => difference(ofSeed, 'redrawn', 'other letters')),
    bands: sameBands(BETTER),
  },
  {
    id: 'other-beats-constant',
    text: 'and other letters beat one letter repeated (recall at 2 log_l n)',
    source: `${SOURCE}, global context`,
    paper: '> 0',
    unit: 'accuracy',
    measure: (runs) => overSeeds(runs, (ofSeed) => difference(ofSeed, 'other letters', 'constant')),
    bands: sameBands(BETTER),
  },
];

function orderOf(runs: StringRun[]): number | null {
  if (new Set(runs.map(({ config }) => config.alphabet)).size < 3) return null;
  return rankCorrelation(
    runs.map(({ config }) => letterEntropy(config)),
    runs.map(epochsOf),
  );
}

function highEntropy(runs: StringRun[]): StringRun[] {
  const largest = Math.max(...runs.map(({ config }) => config.alphabet));
  return runs.filter(({ config }) => config.alphabet === largest);
}

/** A number about what the paper does not say, or what does not hold for small models. */
export interface Remark {
  what: string;
  unit: string;
  value: ClaimValue;
}

/** What the claims leave out: savings, and what a model from scratch lacks. */
export function remarks(runs: readonly StringRun[]): Remark[] {
  const recall =
    (pretrained: boolean) =>
    (ofSeed: StringRun[]): number | null =>
      meanOf(highEntropy(contextRuns(ofSeed, pretrained)), (run) => recallAtPrefix(run, 'redrawn'));
  const half = (ofSeed: StringRun[]): number | null =>
    meanOf(highEntropy(contextRuns(ofSeed, false)), ({ measurements: { context } }) =>
      context ? context.accuracy.redrawn[context.accuracy.redrawn.length - 1] : null,
    );
  return [
    {
      what: 'The first string shown again: its epochs / those of the last new string',
      unit: 'ratio; below 1 = savings',
      value: overSeeds(runs, (ofSeed) => meanOf(sequenceRuns(ofSeed), againOverNew)),
    },
    {
      what: 'Recall with the last 2 log_l n letters genuine, pretrained on local text',
      unit: 'accuracy',
      value: overSeeds(runs, recall(true)),
    },
    {
      what: 'The same from scratch',
      unit: 'accuracy',
      value: overSeeds(runs, recall(false)),
    },
    {
      what: 'From scratch, the last half of the string genuine',
      unit: 'accuracy',
      value: overSeeds(runs, half),
    },
    {
      what: 'Strings that were not memorized within the limit of epochs',
      unit: 'number a seed',
      value: overSeeds(
        runs,
        (ofSeed) =>
          ofSeed
            .flatMap(({ measurements }) => measurements.exposures)
            .filter(({ epochs }) => epochs === null).length,
      ),
    },
  ];
}
