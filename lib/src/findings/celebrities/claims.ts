import { all, both, type Claim, derived, gate, lowest, own, paper } from '../../experiment';
import { learnedGate } from '../../recipes/questions/rows';
import {
  ALONE,
  CELEBRITIES,
  type CelebrityRun,
  compared,
  FIXED_ORDER,
  followedGain,
  foundGain,
  inArm,
  numbersRank,
  ofArm,
  othersGain,
} from './values';

const LEARNED = learnedGate('minority-accuracy');

export const claims: Record<string, Claim<CelebrityRun>> = {
  recall: { is: lowest(all<CelebrityRun>, 'recall.all'), ...LEARNED },
  'trained-questions': {
    is: lowest(
      all<CelebrityRun>,
      ({ measurements: m }) =>
        Math.min(m.own.training.accuracy, m.celebrities?.training.accuracy ?? 1),
      { enters: ['own.training.accuracy', 'celebrities.training.accuracy'] },
    ),
    ...LEARNED,
  },
  'celebrities-answered': {
    is: lowest(both(compared, ofArm(CELEBRITIES)), 'celebrities.heldOut.accuracy'),
    ...gate('number-of-celebrities', [80, 100], [50, 100]),
  },
  'minority-alone': { is: inArm(ALONE), ...paper('minority-accuracy', [0, 10], [0, 25]) },
  'minority-with-celebrities': {
    is: inArm(CELEBRITIES),
    ...paper('minority-accuracy', [70, 100], [50, 100], {
      reproduced: [80, 100],
      partly: [60, 100],
    }),
  },
  gain: {
    is: inArm(CELEBRITIES, ALONE),
    ...derived('minority-accuracy', [60, 100], [40, 100], {
      reproduced: [75, 100],
      partly: [50, 100],
    }),
  },
  'other-text': {
    is: inArm({ company: 'other text' }, ALONE),
    ...paper('minority-accuracy', [-5, 5], [-10, 10]),
  },
  'told-once': {
    is: inArm({ company: 'celebrities told once' }, ALONE),
    ...own('minority-accuracy', [-10, 10], [-20, 20]),
  },
  'number-of-celebrities': { is: numbersRank, ...own('number-of-celebrities', [0.8, 1], [0.5, 1]) },
  'fixed-order-gains-less': {
    is: inArm(CELEBRITIES, { ...CELEBRITIES, data: FIXED_ORDER }),
    ...paper('minority-accuracy', [20, 100], [5, 100]),
  },
  'who-is-asked-about': { is: othersGain, ...paper('minority-accuracy', [-5, 5], [-10, 10]) },
  'found-after-the-name': { is: foundGain, ...own('inside', [10, 100], [5, 100]) },
  'follows-the-name': { is: followedGain, ...own('inside', [40, 100], [20, 100]) },
};
