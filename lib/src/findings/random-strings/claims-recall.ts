import { contextRuns, sequenceRuns } from '../../measure';
import type { ContextKind } from '../../datasets';
import { overSeeds, ratioOverSeeds, sameBands } from '../claim-values';
import type { ClaimBands } from '../old-finding';
import {
  highEntropy,
  keptAfterTwo,
  meanOf,
  RATIO,
  recallAtPrefix,
  recallDifference,
  type StringClaim,
  sufficientPrefix,
} from './quantities';
import { FROM_SCRATCH, LOCAL_TEXT, SOURCE } from './reasons';

const BETTER: ClaimBands = {
  reproduced: [0.05, 1],
  partly: [0.01, 1],
  intervalAbove: 0,
  why:
    'The paper gives an order and no number. Reproduced: at least one letter in twenty more, and the ' +
    'whole interval above 0; partly: at least one in a hundred.',
};

/** How a claim that one kind of context is better than another is measured. */
const betterContext = (
  like: ContextKind,
  unlike: ContextKind,
): Pick<StringClaim, 'measure' | 'from' | 'formula' | 'entry'> => ({
  measure: (runs) => overSeeds(runs, (ofSeed) => recallDifference(ofSeed, like, unlike)),
  from: (runs) => contextRuns(runs, true),
  formula: `context.accuracy.${like} less context.accuracy.${unlike}, at the first measured prefix of at least 2 log_l n; the mean over the alphabets, one value a seed`,
  entry: (run) =>
    Object.fromEntries(
      [like, unlike].map((kind) => [`context.accuracy.${kind}`, recallAtPrefix(run, kind)]),
    ),
});

/** What is left of a string, and what of the context it takes to recite it. */
export const recallClaims: StringClaim[] = [
  {
    id: 'earlier-forgotten',
    text: 'Earlier strings are forgotten (accuracy two strings later, 0 = chance)',
    source: `${SOURCE}, sequential exposure`,
    paper: '≈ 0',
    unit: 'above chance',
    measure: (runs) => overSeeds(runs, (ofSeed) => meanOf(ofSeed, keptAfterTwo)),
    from: (runs) => sequenceRuns(runs),
    formula:
      'the mean of (a - 1/l) / (1 - 1/l) over the strings, a = sequence.accuracy of a string when two others were memorized after it; the mean over the alphabets, one value a seed',
    entry: (run) => ({ 'sequence.accuracy two later, above chance': keptAfterTwo(run) }),
    figure: '03-sequence-accuracy',
    differs: FROM_SCRATCH,
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
    measure: (runs) => ratioOverSeeds(runs, (ofSeed) => meanOf(ofSeed, sufficientPrefix)),
    from: (runs) => highEntropy(contextRuns(runs, true)),
    formula: `the least prefix with context.accuracy.redrawn of at least 80 % (between two measured ones by a straight line), over 2 log_l n${RATIO}`,
    entry: (run) => ({ 'prefix in units of 2 log_l n': sufficientPrefix(run) }),
    figure: '03-context',
    differs: LOCAL_TEXT,
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
    ...betterContext('redrawn', 'other letters'),
    figure: '03-context',
    differs: LOCAL_TEXT,
    bands: sameBands(BETTER),
  },
  {
    id: 'other-beats-constant',
    text: 'Other letters beat one letter repeated (recall at 2 log_l n)',
    source: `${SOURCE}, global context`,
    paper: '> 0',
    unit: 'accuracy',
    ...betterContext('other letters', 'constant'),
    figure: '03-context',
    differs: LOCAL_TEXT,
    bands: sameBands(BETTER),
  },
];
