import { all, type Claim, lowest } from '../../experiment';
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

type Judged = Omit<Claim<ScaleRun>, 'is'>;

const FIGURE = { figure: 'what-can-be-asked' } as const;
const GATE = {
  ...FIGURE,
  kind: 'gate',
  reproduced: [99, 100],
  partly: [95, 100],
} satisfies Judged;
const FAILS = { ...FIGURE, kind: 'paper', reproduced: [0, 10], partly: [0, 25] } satisfies Judged;
const NOTHING = { ...FIGURE, reproduced: [-5, 5], partly: [-10, 10] } satisfies Partial<Judged>;
const GAINS = {
  ...FIGURE,
  kind: 'own',
  reproduced: [10, 100],
  partly: [5, 100],
} satisfies Judged;

export const claims: Record<string, Claim<ScaleRun>> = {
  recall: { is: lowest(all<ScaleRun>, 'recall.all'), ...GATE },
  'trained-questions': {
    is: lowest(all<ScaleRun>, learned, {
      enters: ['full.training.accuracy', 'mixed.training.accuracy'],
    }),
    ...GATE,
  },
  'longer-fails': { is: atEnd(SINGLE, 'time'), ...FAILS },
  'longer-gains-nothing': { is: gain(SINGLE, 'time'), ...NOTHING, kind: 'derived' },
  'bigger-fails': { is: atEnd(SINGLE, 'size'), ...FAILS },
  'bigger-gains-nothing': { is: gain(SINGLE, 'size'), ...NOTHING, kind: 'derived' },
  'bigger-augmented': {
    is: atEnd(AUGMENTED, 'size'),
    ...FIGURE,
    kind: 'own',
    reproduced: [70, 100],
    partly: [50, 100],
  },
  'more-people-gain-nothing': { is: gain(SINGLE, 'people'), ...NOTHING, kind: 'own' },
  'more-people-augmented': { is: gain(AUGMENTED, 'people'), ...GAINS },
  'few-questions-mixed-in': {
    is: atShare(0.1),
    ...FIGURE,
    kind: 'paper',
    reproduced: [15, 35],
    partly: [5, 50],
  },
  'most-questions-mixed-in': {
    is: atShare(SHARE),
    ...FIGURE,
    kind: 'paper',
    reproduced: [70, 100],
    partly: [40, 100],
  },
  'longer-gains-mixed': { is: gainOfMixed, ...GAINS },
  'more-questions-more': {
    is: shareRank,
    figure: 'along-mixed-training',
    kind: 'derived',
    reproduced: [0.8, 1],
    partly: [0.5, 1],
  },
};
