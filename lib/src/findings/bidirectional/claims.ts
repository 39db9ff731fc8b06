import { type Claim, type Judging, lowest } from '../../experiment';
import { meanShare, shareGap, termsOf } from '../../recipes/biographies/shares';
import { learnedGate } from '../../recipes/questions/rows';
import {
  APART,
  ARMS,
  asked,
  bidirectionalRuns,
  fromNames,
  gated,
  guessed,
  inArms,
  knownApart,
  lead,
  LEARNED,
  type MaskedRun,
  probeFollows,
  recalled,
  TOGETHER,
  wordRecalled,
} from './values';

const augmented = inArms('augmented');

const WORKS = {
  kind: 'paper',
  figure: 'words-and-values',
  reproduced: [70, 100],
  partly: [50, 100],
} satisfies Judging;
const CONTRAST = {
  kind: 'derived',
  figure: 'words-and-values',
  reproduced: [60, 100],
  partly: [40, 100],
} satisfies Judging;

export const claims: Record<string, Claim<MaskedRun>> = {
  'whole-values-apart': {
    is: lowest(bidirectionalRuns, (run) => (knownApart(run) ?? NaN) / 100, {
      enters: APART.map(recalled),
    }),
    kind: 'gate',
    figure: 'words-and-values',
    reproduced: [LEARNED, 100],
    partly: [95, 100],
  },
  'training-people': {
    is: lowest(inArms(...ARMS), 'full.training.accuracy'),
    figure: 'questions-by-arm',
    ...learnedGate,
  },
  'apart-asked': { is: gated(meanShare(augmented, termsOf(APART, asked))), ...WORKS },
  'together-fails': {
    is: gated(meanShare(augmented, termsOf(TOGETHER, asked, guessed))),
    kind: 'paper',
    figure: 'words-and-values',
    reproduced: [-10, 10],
    partly: [-10, 25],
  },
  'apart-above-together': {
    is: gated(
      shareGap(augmented, termsOf(APART, asked, guessed), termsOf(TOGETHER, asked, guessed)),
    ),
    ...CONTRAST,
  },
  'augmentation-no-cure': {
    is: gated(lead('augmented', 'single', TOGETHER, asked)),
    kind: 'own',
    figure: 'questions-by-arm',
    reproduced: [-20, 20],
    partly: [-40, 40],
  },
  'causal-answers': { is: meanShare(inArms('causal'), termsOf(TOGETHER, asked)), ...WORKS },
  'causal-lead': { is: gated(lead('causal', 'augmented', TOGETHER, asked)), ...CONTRAST },
  'q-probe-follows': {
    is: probeFollows('all'),
    kind: 'paper',
    figure: 'q-probe-vs-questions',
    reproduced: [0.8, 1],
    partly: [0.5, 1],
  },
  'word-by-word': {
    is: gated(shareGap(augmented, termsOf(TOGETHER, wordRecalled), termsOf(TOGETHER, recalled))),
    kind: 'own',
    figure: 'words-and-values',
    reproduced: [30, 100],
    partly: [10, 100],
  },
  'asked-as-recalled': {
    is: shareGap(augmented, termsOf(TOGETHER, fromNames), termsOf(TOGETHER, asked)),
    kind: 'own',
    figure: 'what-tells-a-value',
    reproduced: [-10, 10],
    partly: [-20, 20],
  },
  'whole-masks-cure': {
    is: gated(lead('values', 'augmented', TOGETHER, asked)),
    kind: 'own',
    figure: 'recall-vs-exposures',
    reproduced: [30, 100],
    partly: [10, 100],
  },
};
