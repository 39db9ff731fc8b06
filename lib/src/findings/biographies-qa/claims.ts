import { type Claim, lowest } from '../../experiment';
import { accuracyOf, comparedRuns, gapToPaper, orderOfArms, type QaRun } from './values';

type Judged = Omit<Claim<QaRun>, 'is'>;

const LEARNED = {
  kind: 'gate',
  reproduced: [99, 100],
  partly: [95, 100],
} satisfies Partial<Judged>;
const AUGMENTED: Judged = {
  kind: 'paper',
  figure: 'qa-accuracy',
  reproduced: [70, 100],
  partly: [50, 100],
  atPaperSize: { reproduced: [90, 100], partly: [80, 100] },
};
const CONTRAST: Judged = {
  kind: 'derived',
  figure: 'qa-accuracy',
  reproduced: [60, 100],
  partly: [40, 100],
  atPaperSize: { reproduced: [75, 100], partly: [50, 100] },
};
const ofSingle = { less: 'single', gated: true };

export const claims: Record<string, Claim<QaRun>> = {
  recall: {
    is: lowest(comparedRuns<QaRun>, 'recall.all'),
    figure: 'accuracy-vs-exposures',
    ...LEARNED,
  },
  'training-people': {
    is: lowest(
      comparedRuns<QaRun>,
      ({ measurements: m }) => (m.full ?? m.mixed)?.training.accuracy,
      { enters: ['full.training.accuracy', 'mixed.training.accuracy'] },
    ),
    figure: 'training-vs-held-out',
    ...LEARNED,
  },
  'single-fails': {
    is: accuracyOf('full', 'single', { gated: true }),
    kind: 'paper',
    figure: 'qa-accuracy',
    reproduced: [0, 10],
    partly: [0, 25],
  },
  'multi5-permute-succeeds': {
    is: accuracyOf('full', 'multi5+permute', { gated: true }),
    ...AUGMENTED,
  },
  contrast: { is: accuracyOf('full', 'multi5+permute', ofSingle), ...CONTRAST },
  'contrast-lora': { is: accuracyOf('lora', 'multi5+permute', ofSingle), ...CONTRAST },
  'order-of-arms': {
    is: orderOfArms,
    kind: 'derived',
    figure: 'qa-accuracy',
    reproduced: [0.8, 1],
    partly: [0.5, 1],
  },
  'gap-to-paper': {
    is: gapToPaper,
    kind: 'derived',
    figure: 'qa-accuracy',
    reproduced: [0, 10],
    partly: [0, 25],
  },
  'fullname-helps': {
    is: accuracyOf('full', 'single+fullname', { less: 'single' }),
    kind: 'derived',
    figure: 'qa-accuracy',
    reproduced: [20, 60],
    partly: [10, 80],
  },
  'mixed-rescues-single': {
    is: accuracyOf('mixed', 'single'),
    kind: 'paper',
    figure: 'qa-accuracy',
    reproduced: [70, 100],
    partly: [40, 100],
    atPaperSize: { reproduced: [78, 100], partly: [60, 100] },
  },
  'mixed-multi5-permute': { is: accuracyOf('mixed', 'multi5+permute'), ...AUGMENTED },
};
