import { all, both, type Claim, type Judging, lowest } from '../../experiment';
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

const LEARNED: Judging = { ...learnedGate, figure: 'minority-accuracy' };
const PRINTED = { kind: 'paper', figure: 'minority-accuracy' } satisfies Partial<Judging>;
const OWN = { kind: 'own', figure: 'minority-accuracy' } satisfies Partial<Judging>;
const INSIDE = { kind: 'own', figure: 'inside' } satisfies Partial<Judging>;

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
    kind: 'gate',
    figure: 'number-of-celebrities',
    reproduced: [80, 100],
    partly: [50, 100],
  },
  'minority-alone': { is: inArm(ALONE), ...PRINTED, reproduced: [0, 10], partly: [0, 25] },
  'minority-with-celebrities': {
    is: inArm(CELEBRITIES),
    ...PRINTED,
    reproduced: [70, 100],
    partly: [50, 100],
    atPaperSize: { reproduced: [80, 100], partly: [60, 100] },
  },
  gain: {
    is: inArm(CELEBRITIES, ALONE),
    ...PRINTED,
    kind: 'derived',
    reproduced: [60, 100],
    partly: [40, 100],
    atPaperSize: { reproduced: [75, 100], partly: [50, 100] },
  },
  'other-text': {
    is: inArm({ company: 'other text' }, ALONE),
    ...PRINTED,
    reproduced: [-5, 5],
    partly: [-10, 10],
  },
  'told-once': {
    is: inArm({ company: 'celebrities told once' }, ALONE),
    ...OWN,
    reproduced: [-10, 10],
    partly: [-20, 20],
  },
  'number-of-celebrities': {
    is: numbersRank,
    kind: 'own',
    figure: 'number-of-celebrities',
    reproduced: [0.8, 1],
    partly: [0.5, 1],
  },
  'fixed-order-gains-less': {
    is: inArm(CELEBRITIES, { ...CELEBRITIES, data: FIXED_ORDER }),
    ...PRINTED,
    reproduced: [20, 100],
    partly: [5, 100],
  },
  'who-is-asked-about': { is: othersGain, ...PRINTED, reproduced: [-5, 5], partly: [-10, 10] },
  'found-after-the-name': { is: foundGain, ...INSIDE, reproduced: [10, 100], partly: [5, 100] },
  'follows-the-name': { is: followedGain, ...INSIDE, reproduced: [40, 100], partly: [20, 100] },
};
