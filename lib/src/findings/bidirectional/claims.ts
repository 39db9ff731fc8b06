import { type Claim, derived, gate, lowest, own, paper } from '../../experiment';
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

const WORKS = paper('words-and-values', [70, 100], [50, 100]);
const CONTRAST = derived('words-and-values', [60, 100], [40, 100]);

export const claims: Record<string, Claim<MaskedRun>> = {
  'whole-values-apart': {
    is: lowest(bidirectionalRuns, (run) => (knownApart(run) ?? NaN) / 100, {
      enters: APART.map(recalled),
    }),
    ...gate('words-and-values', [LEARNED, 100], [95, 100]),
  },
  'training-people': {
    is: lowest(inArms(...ARMS), 'full.training.accuracy'),
    ...learnedGate('questions-by-arm'),
  },
  'apart-asked': { is: gated(meanShare(augmented, termsOf(APART, asked))), ...WORKS },
  'together-fails': {
    is: gated(meanShare(augmented, termsOf(TOGETHER, asked, guessed))),
    ...paper('words-and-values', [-10, 10], [-10, 25]),
  },
  'apart-above-together': {
    is: gated(
      shareGap(augmented, termsOf(APART, asked, guessed), termsOf(TOGETHER, asked, guessed)),
    ),
    ...CONTRAST,
  },
  'augmentation-no-cure': {
    is: gated(lead('augmented', 'single', TOGETHER, asked)),
    ...own('questions-by-arm', [-20, 20], [-40, 40]),
  },
  'causal-answers': { is: meanShare(inArms('causal'), termsOf(TOGETHER, asked)), ...WORKS },
  'causal-lead': { is: gated(lead('causal', 'augmented', TOGETHER, asked)), ...CONTRAST },
  'q-probe-follows': {
    is: probeFollows('all'),
    ...paper('q-probe-vs-questions', [0.8, 1], [0.5, 1]),
  },
  'word-by-word': {
    is: gated(shareGap(augmented, termsOf(TOGETHER, wordRecalled), termsOf(TOGETHER, recalled))),
    ...own('words-and-values', [30, 100], [10, 100]),
  },
  'asked-as-recalled': {
    is: shareGap(augmented, termsOf(TOGETHER, fromNames), termsOf(TOGETHER, asked)),
    ...own('what-tells-a-value', [-10, 10], [-20, 20]),
  },
  'whole-masks-cure': {
    is: gated(lead('values', 'augmented', TOGETHER, asked)),
    ...own('recall-vs-exposures', [30, 100], [10, 100]),
  },
};
