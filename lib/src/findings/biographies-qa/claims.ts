import { type Claim, type Judging, lowest } from '../../experiment';
import { learnedGate } from '../../recipes/questions/rows';
import { comparedRuns } from './compared';
import {
  askingMoreGains,
  hidingGains,
  inverseRuns,
  LATER,
  nameFollowed,
  whoIsIt,
} from './own-values';
import {
  accuracyOf,
  FULLNAME,
  gapToPaper,
  orderOfArms,
  PERMUTED,
  type QaRun,
  SINGLE,
} from './values';

const PRINTED = { kind: 'paper', figure: 'qa-accuracy' } satisfies Partial<Judging>;
const DERIVED = { kind: 'derived', figure: 'qa-accuracy' } satisfies Partial<Judging>;
const AUGMENTED: Judging = {
  ...PRINTED,
  reproduced: [70, 100],
  partly: [50, 100],
  atPaperSize: { reproduced: [90, 100], partly: [80, 100] },
};
const CONTRAST: Judging = {
  ...DERIVED,
  reproduced: [60, 100],
  partly: [40, 100],
  atPaperSize: { reproduced: [75, 100], partly: [50, 100] },
};
const ofSingle = { less: SINGLE, gated: true };
const SWAP = { kind: 'own', figure: 'swap-test' } satisfies Partial<Judging>;
const HIDDEN = { kind: 'own', figure: 'hidden-values' } satisfies Partial<Judging>;
const UNCHANGED: Judging = { ...HIDDEN, reproduced: [-10, 10], partly: [-20, 20] }; // in points

/** The most that a model should name of people whom it was not trained to name. */
const UNNAMED = 1; // %

export const claims: Record<string, Claim<QaRun>> = {
  recall: {
    is: lowest(comparedRuns<QaRun>, 'recall.all'),
    figure: 'accuracy-vs-exposures',
    ...learnedGate,
  },
  'training-people': {
    is: lowest(
      comparedRuns<QaRun>,
      ({ measurements: m }) => (m.full ?? m.mixed)?.training.accuracy,
      { enters: ['full.training.accuracy', 'mixed.training.accuracy'] },
    ),
    figure: 'training-vs-held-out',
    ...learnedGate,
  },
  'single-fails': {
    is: accuracyOf('full', SINGLE, { gated: true }),
    ...PRINTED,
    reproduced: [0, 10],
    partly: [0, 25],
  },
  'multi5-permute-succeeds': { is: accuracyOf('full', PERMUTED, { gated: true }), ...AUGMENTED },
  contrast: { is: accuracyOf('full', PERMUTED, ofSingle), ...CONTRAST },
  'contrast-lora': { is: accuracyOf('lora', PERMUTED, ofSingle), ...CONTRAST },
  'order-of-arms': { is: orderOfArms, ...DERIVED, reproduced: [0.8, 1], partly: [0.5, 1] },
  'gap-to-paper': { is: gapToPaper, ...DERIVED, reproduced: [0, 10], partly: [0, 25] },
  'fullname-helps': {
    is: accuracyOf('full', 'single+fullname', { less: SINGLE }),
    ...DERIVED,
    reproduced: [20, 60],
    partly: [10, 80],
  },
  'mixed-rescues-single': {
    is: accuracyOf('mixed', SINGLE),
    ...PRINTED,
    reproduced: [70, 100],
    partly: [40, 100],
    atPaperSize: { reproduced: [78, 100], partly: [60, 100] },
  },
  'mixed-multi5-permute': { is: accuracyOf('mixed', PERMUTED), ...AUGMENTED },
  'swap-contrast': {
    is: nameFollowed(PERMUTED, LATER, SINGLE),
    ...SWAP,
    reproduced: [60, 100],
    partly: [20, 100],
  },
  'swap-fullname-first': {
    is: nameFollowed(FULLNAME, ['birthDate']),
    ...SWAP,
    reproduced: [80, 100],
    partly: [50, 100],
  },
  'swap-fullname-later': {
    is: nameFollowed(FULLNAME, LATER),
    ...SWAP,
    reproduced: [0, 25],
    partly: [0, 40],
  },
  'hidden-values': { is: hidingGains('values'), ...HIDDEN, reproduced: [20, 65], partly: [10, 80] },
  'hidden-control': { is: hidingGains('template words'), ...UNCHANGED },
  'hidden-multi5': { is: hidingGains('values', 'multi5'), ...UNCHANGED },
  'hidden-single-fullname': { is: hidingGains('values', 'single+fullname'), ...UNCHANGED },
  'more-people-asked': {
    is: askingMoreGains,
    kind: 'own',
    figure: 'people-asked',
    reproduced: [30, 80],
    partly: [15, 90],
  },
  'inverse-search': {
    is: whoIsIt,
    kind: 'paper',
    figure: 'inverse-search',
    reproduced: [0, UNNAMED],
    partly: [0, 10 * UNNAMED],
  },
  'inverse-learned': {
    is: lowest(inverseRuns, 'inverse.training.full'),
    figure: 'inverse-search',
    ...learnedGate,
  },
};
