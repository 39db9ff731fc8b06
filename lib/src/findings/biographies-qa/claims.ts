import { type Claim, lowest, rankOverArms } from '../../experiment';
import { accuracyOf, comparedRuns, difference, gated, ofArms, PAPER, type QaRun } from './values';

const AUGMENTED = 'multi5+permute';
const CONTRAST: Omit<Claim<QaRun>, 'is'> = {
  figure: 'qa-accuracy',
  reproduced: [60, 100],
  partly: [40, 100],
  atPaperSize: { reproduced: [75, 100], partly: [50, 100] },
};

export const claims: Record<string, Claim<QaRun>> = {
  recall: {
    is: lowest(comparedRuns<QaRun>, ({ measurements }) => measurements.recall.all, {
      enters: ['recall.all'],
    }),
    figure: 'accuracy-vs-exposures',
    reproduced: [99, 100],
    partly: [95, 100],
  },
  'training-people': {
    is: lowest(
      comparedRuns<QaRun>,
      ({ measurements: m }) => (m.full ?? m.mixed)?.training.accuracy,
      { enters: ['full.training.accuracy', 'mixed.training.accuracy'] },
    ),
    figure: 'training-vs-held-out',
    reproduced: [99, 100],
    partly: [95, 100],
  },
  'single-fails': {
    is: gated('full', accuracyOf('full', 'single')),
    figure: 'qa-accuracy',
    reproduced: [0, 10],
    partly: [0, 25],
  },
  'multi5-permute-succeeds': {
    is: gated('full', accuracyOf('full', AUGMENTED)),
    figure: 'qa-accuracy',
    reproduced: [70, 100],
    partly: [50, 100],
    atPaperSize: { reproduced: [90, 100], partly: [80, 100] },
  },
  contrast: {
    is: gated('full', difference('full', AUGMENTED, 'single')),
    ...CONTRAST,
  },
  'contrast-lora': {
    is: gated('lora', difference('lora', AUGMENTED, 'single')),
    ...CONTRAST,
  },
  'order-of-arms': {
    is: ofArms('', 'full', Object.keys(PAPER), (arms) =>
      rankOverArms(
        arms.map(({ data, heldOut, seeds }) => ({ x: PAPER[data], y: heldOut.mean, seeds })),
      ),
    ),
    figure: 'qa-accuracy',
    reproduced: [0.8, 1],
    partly: [0.5, 1],
  },
  'fullname-helps': {
    is: difference('full', 'single+fullname', 'single'),
    figure: 'qa-accuracy',
    reproduced: [20, 60],
    partly: [10, 80],
  },
  'mixed-rescues-single': {
    is: accuracyOf('mixed', 'single'),
    figure: 'qa-accuracy',
    reproduced: [70, 100],
    partly: [40, 100],
    atPaperSize: { reproduced: [78, 100], partly: [60, 100] },
  },
  'mixed-multi5-permute': {
    is: accuracyOf('mixed', AUGMENTED),
    figure: 'qa-accuracy',
    reproduced: [70, 100],
    partly: [50, 100],
    atPaperSize: { reproduced: [90, 100], partly: [80, 100] },
  },
};
