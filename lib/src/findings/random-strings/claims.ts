import type { ContextKind } from '../../datasets';
import {
  average,
  averageRatio,
  type Claim,
  perSeed,
  type Quantity,
  ratioPerSeed,
} from '../../experiment';
import { recallAtPrefix, recallDifference, sufficientPrefix } from '../../recipes/strings/contexts';
import { aboveChance, firstOverLast, keptAfterTwo } from '../../recipes/strings/sequences';
import {
  alphabetRuns,
  contextRuns,
  endsRatio,
  entropyRuns,
  epochsOrder,
  highEntropy,
  lengthOf,
  lengthRuns,
  letterEntropy,
  lettersOf,
  memorizeRuns,
  runsAtEnds,
  sequenceRuns,
  type StringRun,
} from './values';

type Strings = Quantity<StringRun>;
type Select = (runs: readonly StringRun[]) => StringRun[];

const epochs = { enters: ['exposures[0].epochs', 'exposures[0].shown'] };

/** Epochs at the least of `x` over those at the largest. */
const epochsRatio = (of: Select, x: (run: StringRun) => number): Strings =>
  ratioPerSeed(
    'ratio',
    (runs) => runsAtEnds(of(runs), x),
    (runs) => endsRatio(runs, x),
    epochs,
  );

const ordered: Select = (runs) =>
  alphabetRuns(runs).filter(({ measurements }) => measurements.placeCorrelation !== null);
const recited: Select = (runs) => contextRuns(runs, true);
const recitedOfMost: Select = (runs) => highEntropy(recited(runs)); // over the most letters

/** How much more is recalled in contexts of one kind. */
const better = (like: ContextKind, unlike: ContextKind): Strings =>
  average('accuracy', recited, (run) => recallDifference(run, like, unlike), {
    enters: {
      [`context.accuracy.${like}`]: (run) => recallAtPrefix(run, like),
      [`context.accuracy.${unlike}`]: (run) => recallAtPrefix(run, unlike),
    },
  });

/** Bands where the paper gives an order and no number. */
type Bands = Pick<Claim<StringRun>, 'reproduced' | 'partly' | 'above'>;
const longer: Bands = { reproduced: [1.25, Infinity], partly: [1.05, Infinity], above: 1 };
const recallsMore: Bands = { reproduced: [0.05, 1], partly: [0.01, 1], above: 0 };

const EPOCHS = 'epochs-to-memorize';

export const claims: Record<string, Claim<StringRun>> = {
  'guessing-mass': {
    is: average('probability', alphabetRuns, ({ measurements: m }) => m.phases.guessing.mass, {
      enters: ['phases.guessing.mass'],
      limits: [0, 1],
    }),
    figure: 'phases',
    reproduced: [0.9, 1],
    partly: [0.75, 1],
  },
  'guessing-accuracy': {
    is: average(
      'above chance',
      alphabetRuns,
      ({ config, measurements: m }) => aboveChance(m.phases.guessing.accuracy, 1 / config.alphabet),
      { enters: ['phases.guessing.accuracy'] },
    ),
    figure: 'phases',
    reproduced: [-0.1, 0.1],
    partly: [-0.2, 0.25],
  },
  memorized: {
    is: average(
      'share',
      memorizeRuns,
      ({ measurements: m }) => (m.exposures[0].epochs === null ? 0 : 1),
      epochs,
    ),
    figure: EPOCHS,
    reproduced: [0.95, 1],
    partly: [0.8, 1],
  },
  'divergence-rises': {
    is: averageRatio(
      'ratio',
      alphabetRuns,
      ({ measurements: { phases } }) =>
        phases.guessing.divergence > 0 ? phases.end.divergence / phases.guessing.divergence : null,
      { enters: ['phases.guessing.divergence', 'phases.end.divergence'] },
    ),
    figure: 'phases',
    reproduced: [2, Infinity],
    partly: [1.2, Infinity],
    above: 1,
  },
  'fresh-strings': {
    is: average(
      'x 1/l',
      alphabetRuns,
      ({ config, measurements }) => measurements.phases.freshAccuracy * config.alphabet,
      { enters: ['phases.freshAccuracy'] },
    ),
    figure: 'phases',
    reproduced: [0.95, 1.05],
    partly: [0.9, 1.1],
  },
  'no-order': {
    is: average('Spearman', ordered, ({ measurements }) => measurements.placeCorrelation, {
      enters: ['placeCorrelation'],
      limits: [-1, 1],
    }),
    figure: 'phases',
    reproduced: [-0.2, 0.2],
    partly: [-0.4, 0.4],
  },
  'small-alphabet-longer': { is: epochsRatio(alphabetRuns, lettersOf), figure: EPOCHS, ...longer },
  'alphabet-order': {
    is: perSeed('Spearman', alphabetRuns, epochsOrder, { ...epochs, limits: [-1, 1] }),
    figure: EPOCHS,
    reproduced: [-1, -0.8],
    partly: [-1, -0.5],
  },
  'low-entropy-longer': { is: epochsRatio(entropyRuns, letterEntropy), figure: EPOCHS, ...longer },
  'longer-string-longer': {
    is: epochsRatio(lengthRuns, (run) => -lengthOf(run)),
    figure: EPOCHS,
    ...longer,
  },
  'later-faster': {
    is: averageRatio('ratio', sequenceRuns, firstOverLast, {
      enters: { 'first / last two exposures[].epochs': firstOverLast },
    }),
    figure: 'sequence-epochs',
    ...longer,
  },
  'earlier-forgotten': {
    is: average('above chance', sequenceRuns, keptAfterTwo, {
      enters: { 'sequence.accuracy two later, above chance': keptAfterTwo },
    }),
    figure: 'sequence-accuracy',
    reproduced: [-0.1, 0.25],
    partly: [-0.2, 0.6],
  },
  'short-prefix': {
    is: averageRatio('ratio', recitedOfMost, sufficientPrefix, {
      enters: { 'prefix in units of 2 log_l n': sufficientPrefix },
    }),
    figure: 'context',
    reproduced: [0, 2],
    partly: [0, 4],
  },
  'same-beats-other': { is: better('redrawn', 'other letters'), figure: 'context', ...recallsMore },
  'other-beats-constant': {
    is: better('other letters', 'constant'),
    figure: 'context',
    ...recallsMore,
  },
};
