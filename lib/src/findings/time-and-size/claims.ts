import { all, type Claim, derived, lowest, own, paper } from '../../experiment';
import { learnedGate } from '../../recipes/questions/rows';
import {
  atEnd,
  atShare,
  AUGMENTED,
  gain,
  gainOfMixed,
  learned,
  type ScaleRun,
  SHARE,
  shareRank,
  SINGLE,
} from './values';

const FIGURE = 'what-can-be-asked';
const GATE = learnedGate(FIGURE);
const FAILS = paper(FIGURE, [0, 10], [0, 25]);
const GAINS = own(FIGURE, [10, 100], [5, 100]);
const nothing = (kind: typeof own) => kind(FIGURE, [-5, 5], [-10, 10]);

export const claims: Record<string, Claim<ScaleRun>> = {
  recall: { is: lowest(all<ScaleRun>, 'recall.all'), ...GATE },
  'trained-questions': {
    is: lowest(all<ScaleRun>, learned, {
      enters: ['full.training.accuracy', 'mixed.training.accuracy'],
    }),
    ...GATE,
  },
  'longer-fails': { is: atEnd(SINGLE, 'time'), ...FAILS },
  'longer-gains-nothing': { is: gain(SINGLE, 'time'), ...nothing(derived) },
  'bigger-fails': { is: atEnd(SINGLE, 'size'), ...FAILS },
  'bigger-gains-nothing': { is: gain(SINGLE, 'size'), ...nothing(derived) },
  'bigger-augmented': { is: atEnd(AUGMENTED, 'size'), ...own(FIGURE, [70, 100], [50, 100]) },
  'more-people-gain-nothing': { is: gain(SINGLE, 'people'), ...nothing(own) },
  'more-people-augmented': { is: gain(AUGMENTED, 'people'), ...GAINS },
  'few-questions-mixed-in': { is: atShare(0.1), ...paper(FIGURE, [15, 35], [5, 50]) },
  'most-questions-mixed-in': { is: atShare(SHARE), ...paper(FIGURE, [70, 100], [40, 100]) },
  'longer-gains-mixed': { is: gainOfMixed, ...GAINS },
  'more-questions-more': { is: shareRank, ...derived('along-mixed-training', [0.8, 1], [0.5, 1]) },
};
