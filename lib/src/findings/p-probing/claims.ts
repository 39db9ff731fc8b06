import { attributes } from '../../datasets';
import { type Claim, type Judging, lowest, where } from '../../experiment';
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

const NOTHING: Judging = {
  kind: 'paper',
  figure: 'p-probe',
  reproduced: [-6, 6],
  partly: [-12, 12],
};
const CONTRAST: Judging = {
  kind: 'derived',
  figure: 'q-probe',
  reproduced: [60, 100],
  partly: [20, 100],
};

export const claims: Record<string, Claim<ProbingRun>> = {
  recall: { is: lowest(pretrained, 'recall.all'), figure: 'p-probe', ...learnedGate },
  'single-diagonal': {
    is: meanShare(single, ownPlaces),
    kind: 'paper',
    figure: 'p-probe',
    reproduced: [95, 100],
    partly: [80, 100],
  },
  'single-ahead': { is: meanShare(single, ahead), ...NOTHING },
  'first-place': {
    is: meanShare(augmented, atPlace('pProbe', 0)),
    kind: 'paper',
    figure: 'p-probe',
    reproduced: [79, 100], // the paper's: 93.6, of 96.4, 76.0, 96.0, 99.7, 99.7
    partly: [47, 100],
    atPaperSize: { reproduced: [84, 100], partly: [70, 100] },
  },
  'first-place-control': {
    is: meanShare(augmented, atPlace('control', 0, majority)),
    kind: 'derived',
    figure: 'p-probe-control',
    reproduced: [60, 100], // the paper's: 93.6 less the majority of bioS, 3.2 on average
    partly: [25, 100],
    atPaperSize: { reproduced: [75, 100], partly: [50, 100] },
  },
  flat: {
    is: meanShare(augmented, lastLessFirst),
    kind: 'derived',
    figure: 'p-probe',
    reproduced: [-6.4, 10], // the paper's: at most 100 - 93.6
    partly: [-12, 20],
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
    kind: 'derived',
    figure: 'q-probe',
    reproduced: [28, 83], // the paper's: 63.4 - 8.3 less 2.9 - 3.2
    partly: [10, 100],
  },
  'first-attribute-asked': {
    is: firstAsked,
    kind: 'derived',
    figure: 'first-attribute',
    reproduced: [16, 48], // the paper's: 33.5 less 4.9 - 3.2
    partly: [8, 64],
  },
  'probe-and-qa': {
    is: rankOfArms,
    kind: 'own',
    figure: 'probe-vs-qa',
    reproduced: [0.8, 1],
    partly: [0.5, 1],
  },
};
