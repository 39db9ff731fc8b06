import { type Claim, derived, lowest, own, paper } from '../../experiment';
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

const AUGMENTED = paper('qa-accuracy', [70, 100], [50, 100], {
  reproduced: [90, 100],
  partly: [80, 100],
});
const CONTRAST = derived('qa-accuracy', [60, 100], [40, 100], {
  reproduced: [75, 100],
  partly: [50, 100],
});
const ofSingle = { less: SINGLE, gated: true };
const UNCHANGED = own('hidden-values', [-10, 10], [-20, 20]); // in points

/** The most that a model should name of people whom it was not trained to name. */
const UNNAMED = 1; // %

export const claims: Record<string, Claim<QaRun>> = {
  recall: {
    is: lowest(comparedRuns<QaRun>, 'recall.all'),
    ...learnedGate('accuracy-vs-exposures'),
  },
  'training-people': {
    is: lowest(
      comparedRuns<QaRun>,
      ({ measurements: m }) => (m.full ?? m.mixed)?.training.accuracy,
      { enters: ['full.training.accuracy', 'mixed.training.accuracy'] },
    ),
    ...learnedGate('training-vs-held-out'),
  },
  'single-fails': {
    is: accuracyOf('full', SINGLE, { gated: true }),
    ...paper('qa-accuracy', [0, 10], [0, 25]),
  },
  'multi5-permute-succeeds': { is: accuracyOf('full', PERMUTED, { gated: true }), ...AUGMENTED },
  contrast: { is: accuracyOf('full', PERMUTED, ofSingle), ...CONTRAST },
  'contrast-lora': { is: accuracyOf('lora', PERMUTED, ofSingle), ...CONTRAST },
  'order-of-arms': { is: orderOfArms, ...derived('qa-accuracy', [0.8, 1], [0.5, 1]) },
  'gap-to-paper': { is: gapToPaper, ...derived('qa-accuracy', [0, 10], [0, 25]) },
  'fullname-helps': {
    is: accuracyOf('full', 'single+fullname', { less: SINGLE }),
    ...derived('qa-accuracy', [20, 60], [10, 80]),
  },
  'mixed-rescues-single': {
    is: accuracyOf('mixed', SINGLE),
    ...paper('qa-accuracy', [70, 100], [40, 100], { reproduced: [78, 100], partly: [60, 100] }),
  },
  'mixed-multi5-permute': { is: accuracyOf('mixed', PERMUTED), ...AUGMENTED },
  'swap-contrast': {
    is: nameFollowed(PERMUTED, LATER, SINGLE),
    ...own('swap-test', [60, 100], [20, 100]),
  },
  'swap-fullname-first': {
    is: nameFollowed(FULLNAME, ['birthDate']),
    ...own('swap-test', [80, 100], [50, 100]),
  },
  'swap-fullname-later': {
    is: nameFollowed(FULLNAME, LATER),
    ...own('swap-test', [0, 25], [0, 40]),
  },
  'hidden-values': { is: hidingGains('values'), ...own('hidden-values', [20, 65], [10, 80]) },
  'hidden-control': { is: hidingGains('template words'), ...UNCHANGED },
  'hidden-multi5': { is: hidingGains('values', 'multi5'), ...UNCHANGED },
  'hidden-single-fullname': { is: hidingGains('values', 'single+fullname'), ...UNCHANGED },
  'more-people-asked': { is: askingMoreGains, ...own('people-asked', [30, 80], [15, 90]) },
  'inverse-search': { is: whoIsIt, ...paper('inverse-search', [0, UNNAMED], [0, 10 * UNNAMED]) },
  'inverse-learned': {
    is: lowest(inverseRuns, 'inverse.training.full'),
    ...learnedGate('inverse-search'),
  },
};
