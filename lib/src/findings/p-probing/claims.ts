import { attributes } from '../../datasets';
import { type Claim, derived, lowest, own, paper, where } from '../../experiment';
import { meanShare } from '../../recipes/biographies/shares';
import { learnedGate } from '../../recipes/questions/rows';
import {
  ahead,
  atPlace,
  augmented,
  firstAsked,
  firstFound,
  lastLessFirst,
  majority,
  ownPlaces,
  type ProbingRun,
  qContrast,
  random,
  rankOfArms,
  single,
} from './values';

const pretrained = where<ProbingRun>(({ measurements }) => measurements.recall !== null);

const NOTHING = paper('p-probe', [-6, 6], [-12, 12]);
const CONTRAST = derived('q-probe', [60, 100], [20, 100]);

export const claims: Record<string, Claim<ProbingRun>> = {
  recall: { is: lowest(pretrained, 'recall.all'), ...learnedGate('p-probe') },
  'single-diagonal': {
    is: meanShare(single, ownPlaces),
    ...paper('p-probe', [95, 100], [80, 100]),
  },
  'single-ahead': { is: meanShare(single, ahead), ...NOTHING },
  'first-place': {
    is: meanShare(augmented, atPlace('pProbe', 0)),
    // the paper's: 93.6, of 96.4, 76.0, 96.0, 99.7, 99.7
    ...paper('p-probe', [79, 100], [47, 100], { reproduced: [84, 100], partly: [70, 100] }),
  },
  'first-place-control': {
    is: meanShare(augmented, atPlace('control', 0, majority)),
    // the paper's: 93.6 less the majority of bioS, 3.2 on average
    ...derived('p-probe-control', [60, 100], [25, 100], {
      reproduced: [75, 100],
      partly: [50, 100],
    }),
  },
  flat: {
    is: meanShare(augmented, lastLessFirst),
    // the paper's: at most 100 - 93.6
    ...derived('p-probe', [-6.4, 10], [-12, 20]),
  },
  'random-model': {
    is: meanShare(random, atPlace('control', 0, majority, attributes)),
    ...NOTHING,
    kind: 'own',
    figure: 'p-probe-control',
  },
  'q-probe-all': { is: qContrast('all'), ...CONTRAST }, // the paper's: 92.6 - 2.9
  'q-probe-ends': { is: qContrast('ends'), ...CONTRAST },
  'first-attribute-found': {
    is: firstFound,
    // the paper's: 63.4 - 8.3 less 2.9 - 3.2
    ...derived('q-probe', [28, 83], [10, 100]),
  },
  'first-attribute-asked': {
    is: firstAsked,
    // the paper's: 33.5 less 4.9 - 3.2
    ...derived('first-attribute', [16, 48], [8, 64]),
  },
  'probe-and-qa': { is: rankOfArms, ...own('probe-vs-qa', [0.8, 1], [0.5, 1]) },
};
