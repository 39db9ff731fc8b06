import { all, type Claim, lowest } from '../../experiment';
import {
  armOf,
  byOthers,
  type CelebrityRun,
  compared,
  FIXED_ORDER,
  followed,
  inArm,
  numbersRank,
  overNumbers,
  probed,
  probedRuns,
  swapPaths,
} from './values';

type Judged = Omit<Claim<CelebrityRun>, 'is'>;

const ALONE = { company: 'alone' } as const;
const CELEBRITIES = { company: 'celebrities' } as const;
const GATE = { kind: 'gate', figure: 'minority-accuracy' } satisfies Partial<Judged>;
const LEARNED = { ...GATE, reproduced: [99, 100], partly: [95, 100] } satisfies Judged;
const PRINTED = { kind: 'paper', figure: 'minority-accuracy' } satisfies Partial<Judged>;
const OWN = { kind: 'own', figure: 'minority-accuracy' } satisfies Partial<Judged>;
const INSIDE = { kind: 'own', figure: 'inside' } satisfies Partial<Judged>;

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
    is: lowest((runs) => armOf(compared(runs), CELEBRITIES), 'celebrities.heldOut.accuracy'),
    kind: 'gate',
    figure: 'number-of-celebrities',
    reproduced: [80, 100],
    partly: [50, 100],
  },
  'minority-alone': {
    is: inArm(ALONE),
    ...PRINTED,
    reproduced: [0, 10],
    partly: [0, 25],
  },
  'minority-with-celebrities': {
    is: inArm(CELEBRITIES),
    ...PRINTED,
    reproduced: [70, 100],
    partly: [50, 100],
    atPaperSize: { reproduced: [80, 100], partly: [60, 100] },
  },
  gain: {
    is: inArm(CELEBRITIES, { less: ALONE }),
    ...PRINTED,
    kind: 'derived',
    reproduced: [60, 100],
    partly: [40, 100],
    atPaperSize: { reproduced: [75, 100], partly: [50, 100] },
  },
  'other-text': {
    is: inArm({ company: 'other text' }, { less: ALONE }),
    ...PRINTED,
    reproduced: [-5, 5],
    partly: [-10, 10],
  },
  'told-once': {
    is: inArm({ company: 'celebrities told once' }, { less: ALONE }),
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
    is: inArm(CELEBRITIES, { less: { ...CELEBRITIES, data: FIXED_ORDER } }),
    ...PRINTED,
    reproduced: [20, 100],
    partly: [5, 100],
  },
  'who-is-asked-about': {
    is: inArm(CELEBRITIES, {
      from: (runs) => overNumbers(runs).filter((run) => byOthers(run) !== null),
      number: byOthers,
      unit: 'points',
    }),
    ...PRINTED,
    reproduced: [-5, 5],
    partly: [-10, 10],
  },
  'found-after-the-name': {
    is: inArm(CELEBRITIES, {
      less: ALONE,
      from: probedRuns,
      number: probed,
      enters: ['probe.notNext.share', 'recall.all'],
    }),
    ...INSIDE,
    reproduced: [10, 100],
    partly: [5, 100],
  },
  'follows-the-name': {
    is: inArm(CELEBRITIES, {
      less: ALONE,
      number: followed,
      enters: [...swapPaths, 'recall.all'],
    }),
    ...INSIDE,
    reproduced: [40, 100],
    partly: [20, 100],
  },
};
