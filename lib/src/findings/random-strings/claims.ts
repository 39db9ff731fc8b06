import type { ContextKind } from '../../datasets';
import {
  average,
  averageRatio,
  both,
  type Claim,
  inTopCell,
  own,
  paper,
  perSeed,
  type QuantityOptions,
  rankOver,
  ratioOfEnds,
} from '../../experiment';
import { recallAtPrefix, recallDifference, sufficientPrefix } from '../../recipes/strings/contexts';
import { firstOverLast, keptAfterTwo } from '../../recipes/strings/sequences';
import * as of from './values';

type Run = of.StringRun;
type Select = (runs: readonly Run[]) => Run[];

const epochs = { enters: ['exposures[0].epochs', 'exposures[0].shown'] };

/** Epochs at the least of `x` over those at the largest. */
const epochsRatio = (some: Select, x: (run: Run) => number) =>
  ratioOfEnds(some, x, of.epochsOf, epochs);

const recited: Select = (runs) => of.contextRuns(runs, true);

type OfRun = (run: Run) => number | null | undefined;

/** `over` the runs of the alphabet at which the mean of a number ranks highest: of the worst. */
const atWorst =
  (rank: (mean: number) => number, over = average<Run>) =>
  (unit: string, some: Select, value: OfRun, options: QuantityOptions<Run>) =>
    over(unit, both(some, inTopCell(of.lettersOf, value, rank)), value, options);
const lowest = atWorst((mean) => -mean);
const lowestRatio = atWorst((mean) => -mean, averageRatio);
const highest = atWorst((mean) => mean);
const farthestFrom = (from: number) => atWorst((mean) => Math.abs(mean - from));

/** How much more is recalled in contexts of one kind. */
const better = (like: ContextKind, unlike: ContextKind) => {
  const difference = (run: Run) => recallDifference(run, like, unlike);
  return lowest('accuracy', recited, difference, {
    enters: {
      [`context.accuracy.${like}`]: (run) => recallAtPrefix(run, like),
      [`context.accuracy.${unlike}`]: (run) => recallAtPrefix(run, unlike),
    },
  });
};

/** Letters for 80 % recall; a claim for each panel of the figure. */
const prefix = (some: Select) =>
  averageRatio('ratio', some, sufficientPrefix, {
    enters: { 'prefix in units of 2 log_l n': sufficientPrefix },
  });
const SHORT = paper('context', [0, 2], [0, 4]);
/** After the local text that makes the prefix longest: what the text taught must not decide. */
const afterWorstText = both(of.localTextRuns, inTopCell(of.lagsOf, sufficientPrefix));
/** Recited over fewer letters than the most, if there are such runs. */
const recitedOfFewer: Select = (runs) => {
  const all = recited(runs);
  const most = of.highEntropy(all);
  return all.filter((run) => !most.includes(run));
};

const guessingMass: OfRun = ({ measurements }) => measurements.phases.guessing.mass;
const divergenceRise = ({ measurements: { phases } }: Run) =>
  phases.guessing.divergence > 0 ? phases.end.divergence / phases.guessing.divergence : null;
const freshOverChance = ({ config, measurements: { phases } }: Run) =>
  phases.freshAccuracy * config.alphabet;
const isMemorized = ({ measurements: { exposures } }: Run) =>
  exposures[0].epochs === null ? 0 : 1;

/** Where the paper gives an order and no number. */
const LONGER = paper('epochs-to-memorize', [1.25, Infinity], [1.05, Infinity]);
const MORE = paper('context', [0.05, 1], [0.01, 1]);

export const claims: Record<string, Claim<Run>> = {
  'guessing-mass': {
    is: lowest('probability', of.alphabetRuns, guessingMass, {
      enters: ['phases.guessing.mass'],
      limits: [0, 1],
    }),
    ...paper('phases', [0.9, 1], [0.75, 1]),
  },
  'guessing-accuracy': {
    is: farthestFrom(0)('above chance', of.alphabetRuns, of.guessedAboveChance, {
      enters: ['phases.guessing.accuracy'],
    }),
    ...paper('phases', [-0.1, 0.1], [-0.2, 0.25]),
  },
  memorized: {
    is: average('share', of.memorizeRuns, isMemorized, epochs),
    ...paper(LONGER.figure, [0.95, 1], [0.8, 1]),
  },
  'divergence-rises': {
    is: lowestRatio('ratio', of.alphabetRuns, divergenceRise, {
      enters: ['phases.guessing.divergence', 'phases.end.divergence'],
    }),
    ...paper('phases', [2, Infinity], [1.2, Infinity]),
  },
  'fresh-strings': {
    is: farthestFrom(1)('x 1/l', of.alphabetRuns, freshOverChance, {
      enters: ['phases.freshAccuracy'],
    }),
    ...own('phases', [0.95, 1.05], [0.9, 1.1]),
  },
  'no-order': {
    is: farthestFrom(0)('Spearman', of.alphabetRuns, of.placeOrder, {
      enters: ['placeCorrelation'],
      limits: [-1, 1],
    }),
    ...paper('phases', [-0.2, 0.2], [-0.4, 0.4]),
  },
  'small-alphabet-longer': { is: epochsRatio(of.alphabetRuns, of.lettersOf), ...LONGER },
  'alphabet-order': {
    is: perSeed(
      'Spearman',
      of.alphabetRuns,
      (runs) => rankOver(runs, of.letterEntropy, of.epochsOf),
      { ...epochs, limits: [-1, 1] },
    ),
    ...paper(LONGER.figure, [-1, -0.8], [-1, -0.5]),
  },
  'low-entropy-longer': { is: epochsRatio(of.entropyRuns, of.letterEntropy), ...LONGER },
  'longer-string-longer': { is: epochsRatio(of.lengthRuns, (run) => -of.lengthOf(run)), ...LONGER },
  'later-faster': {
    is: lowestRatio('ratio', of.sequenceRuns, firstOverLast, {
      enters: { 'first / last two exposures[].epochs': firstOverLast },
    }),
    ...LONGER,
    figure: 'sequence-epochs',
  },
  'earlier-forgotten': {
    is: highest('above chance', of.sequenceRuns, keptAfterTwo, {
      enters: { 'sequence.accuracy two later, above chance': keptAfterTwo },
    }),
    ...paper('sequence-accuracy', [-0.1, 0.25], [-0.2, 0.6]),
  },
  'short-prefix': { is: prefix(afterWorstText), ...SHORT, figure: 'lags' },
  'short-prefix-fewer-letters': { is: prefix(recitedOfFewer), ...SHORT },
  'short-prefix-from-scratch': { is: prefix((runs) => of.contextRuns(runs, false)), ...SHORT },
  'same-beats-other': { is: better('redrawn', 'other letters'), ...MORE },
  'other-beats-constant': { is: better('other letters', 'constant'), ...MORE },
};
