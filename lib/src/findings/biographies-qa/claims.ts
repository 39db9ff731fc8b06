import { armAccuracies, comparedRuns } from '../../measure';
import { bandsBySize, lowestShare, rankOverArms, sameBands } from '../claim-values';
import type { Claim } from '../old-finding';
import {
  accuracy,
  answersEntry,
  contrast,
  CONTRAST_ARMS,
  difference,
  gated,
  type Run,
  runsBy,
} from './claim-values';
import type { BiographiesQaConfig } from './config';
import {
  ALL_PARAMETERS,
  CHOSEN_ON_FEWER,
  COARSE_LORA,
  MIDDLE_ARMS,
  MIXED,
  NOT_LEARNED,
  SMALL,
} from './reasons';
import type { BiographiesQaMeasurements } from './run';

type QaClaim = Claim<BiographiesQaConfig, BiographiesQaMeasurements>;

const SOURCE = 'Allen-Zhu & Li 2023';

/** The paper's arms, finetuned, in percent: Figure 3. */
const PAPER: Record<string, number> = {
  single: 9.7,
  'single+fullname': 48.9,
  'single+permute1': 4.4,
  'single+permute5': 70.0,
  multi2: 41.1,
  multi5: 41.0,
  'multi5+fullname': 82.4,
  'multi5+permute': 96.6,
  'multi5+permute+fullname': 96.2,
};

const AUGMENTED = 'multi5+permute';
const ACCURACY =
  'the share of questions about held-out people answered word for word, all people of all seeds ' +
  'together, in percent';
const CONTRAST_FORMULA = `${ACCURACY}: that of multi5+permute less that of single; the interval as of independent people`;
const GATE = 'At most partly reproduced where recall.all or training.accuracy is below 99 %.';
const ARMS = '04-qa-accuracy';

const trainedQuestions = ({ measurements: m }: Run): number | undefined =>
  (m.full ?? m.mixed)?.training.accuracy;

const CONTRAST = bandsBySize(
  {
    reproduced: [60, 100],
    partly: [40, 100],
    why:
      'At least 60 points are left of 86.9 when multi5+permute comes to 70 % and single stays below ' +
      '10 %, as an independent run of this size found. Partly: nearly half of the contrast.',
  },
  {
    reproduced: [75, 100],
    partly: [50, 100],
    why: "Within about ten points of the paper's 86.9 at its own size; partly: more than half of it.",
  },
);

export const biographiesQaClaims: QaClaim[] = [
  {
    id: 'recall',
    text: 'Gate: every model knows its biographies by heart (lowest share of values recalled)',
    source: `${SOURCE}, section 3`,
    paper: '~100',
    unit: '%',
    measure: (runs) => lowestShare(runs, ({ measurements: m }) => m.recall.all),
    from: (runs) => comparedRuns(runs),
    formula: '100 times the lowest recall.all of the runs that arms are compared on',
    entry: ({ measurements: { recall } }) => ({ 'recall.all': recall.all }),
    figure: '04-accuracy-vs-exposures',
    differs: `A model that has not learned all of its biographies needs more exposures. ${NOT_LEARNED}`,
    bands: sameBands({
      reproduced: [99, 100],
      partly: [95, 100],
      why: 'Below this, a wrong answer could be a value that was never learned. It is set, not found.',
    }),
  },
  {
    id: 'training-people',
    text: 'Gate: every model learns the questions that it is trained on (lowest accuracy)',
    source: `${SOURCE}, section 3`,
    paper: '~100',
    unit: '%',
    measure: (runs) => lowestShare(runs, trainedQuestions),
    from: (runs) => comparedRuns(runs),
    formula: '100 times the lowest training.accuracy, of full finetuning or of mixed training',
    entry: (run) => ({ 'training.accuracy': trainedQuestions(run) ?? null }),
    figure: '04-training-vs-held-out',
    differs: `${CHOSEN_ON_FEWER} ${NOT_LEARNED}`,
    bands: sameBands({
      reproduced: [99, 100],
      partly: [95, 100],
      why: 'A model that has not learned to answer the trained questions says nothing about others.',
    }),
  },
  {
    id: 'single-fails',
    text: 'After one biography a person, almost nothing can be asked (held-out people)',
    source: `${SOURCE}, Figure 3`,
    paper: '9.7',
    unit: '%',
    measure: (runs) => gated(runs, ['single'], 'full', accuracy(runs, 'single', 'full')),
    from: (runs) => runsBy(runs, 'full', ['single']),
    formula: `${ACCURACY}, after single. ${GATE}`,
    entry: answersEntry('full'),
    figure: ARMS,
    differs: `${SMALL} With fewer values to choose from, more answers are right by guessing.`,
    bands: sameBands({
      reproduced: [0, 10],
      partly: [0, 25],
      why: "Reproduced: no better than the paper's 9.7 %, rounded up. Partly: three of four fail.",
    }),
  },
  {
    id: 'multi5-permute-succeeds',
    text: 'After five permuted biographies a person, most can be asked (held-out people)',
    source: `${SOURCE}, Figure 3`,
    paper: '96.6',
    unit: '%',
    measure: (runs) => gated(runs, [AUGMENTED], 'full', accuracy(runs, AUGMENTED, 'full')),
    from: (runs) => runsBy(runs, 'full', [AUGMENTED]),
    formula: `${ACCURACY}, after multi5+permute. ${GATE}`,
    entry: answersEntry('full'),
    figure: ARMS,
    differs: `${SMALL} ${ALL_PARAMETERS}`,
    bands: bandsBySize(
      {
        reproduced: [70, 100],
        partly: [50, 100],
        why:
          'A model of 0.2 million parameters with 500 people stays below the paper: an independent run ' +
          'of this size came to 82 %. Partly: at least half of the questions.',
      },
      {
        reproduced: [90, 100],
        partly: [80, 100],
        why: "Within seven points of the paper's 96.6 % at its own size.",
      },
    ),
  },
  {
    id: 'contrast',
    text: 'The same knowledge, told in more ways, can be extracted (multi5+permute less single)',
    source: `${SOURCE}, Figure 3`,
    paper: '86.9', // 96.6 - 9.7
    unit: 'points',
    measure: (runs) => contrast(runs, 'full'),
    from: (runs) => runsBy(runs, 'full', CONTRAST_ARMS),
    formula: `${CONTRAST_FORMULA}. ${GATE}`,
    entry: answersEntry('full'),
    figure: ARMS,
    differs: `${SMALL} ${ALL_PARAMETERS}`,
    bands: CONTRAST,
  },
  {
    id: 'contrast-lora',
    text: 'The same with LoRA in place of full finetuning (multi5+permute less single)',
    source: `${SOURCE}, Figure 3`,
    paper: '86.9',
    unit: 'points',
    measure: (runs) => contrast(runs, 'lora'),
    from: (runs) => runsBy(runs, 'lora', CONTRAST_ARMS),
    formula: `${CONTRAST_FORMULA}. ${GATE}`,
    entry: answersEntry('lora'),
    figure: ARMS,
    differs: `${COARSE_LORA} ${SMALL}`,
    bands: CONTRAST,
  },
  {
    id: 'order-of-arms',
    text: "The augmentations rank as in the paper (Spearman's correlation over at least four arms)",
    source: `${SOURCE}, Figure 3`,
    paper: '1',
    unit: '',
    measure(runs) {
      const arms = armAccuracies(runs, 'full');
      return rankOverArms(
        arms.map(({ data, heldOut, seeds }) => ({ x: PAPER[data], y: heldOut.mean, seeds })),
      );
    },
    from: (runs) => runsBy(runs, 'full', Object.keys(PAPER)),
    formula: `Spearman's correlation over the arms of ${ACCURACY}, with the paper's`,
    entry: answersEntry('full'),
    figure: ARMS,
    differs: MIDDLE_ARMS,
    bands: sameBands({
      reproduced: [0.8, 1],
      partly: [0.5, 1],
      why: 'With nine arms, 0.8 leaves room for arms next to each other to change places (multi2 and multi5 differ by 0.1 points in the paper).',
    }),
  },
  {
    id: 'fullname-helps',
    text: 'The full name in every sentence makes single biographies usable (single+fullname less single)',
    source: `${SOURCE}, Figure 3`,
    paper: '39.2', // 48.9 - 9.7
    unit: 'points',
    measure: (runs) =>
      difference(accuracy(runs, 'single+fullname', 'full'), accuracy(runs, 'single', 'full')),
    from: (runs) => runsBy(runs, 'full', ['single+fullname', 'single']),
    formula: `${ACCURACY}: that of single+fullname less that of single`,
    entry: answersEntry('full'),
    figure: ARMS,
    differs: `${MIDDLE_ARMS} ${ALL_PARAMETERS}`,
    bands: sameBands({
      reproduced: [20, 60],
      partly: [10, 80],
      why: "Within about half of the paper's 39 points to either side; partly: clearly more than nothing.",
    }),
  },
  {
    id: 'mixed-rescues-single',
    text: 'With questions from the start, single biographies suffice (held-out people, mixed training)',
    source: `${SOURCE}, Figure 3`,
    paper: '86.6',
    unit: '%',
    measure: (runs) => accuracy(runs, 'single', 'mixed'),
    from: (runs) => runsBy(runs, 'mixed', ['single']),
    formula: `${ACCURACY}, after mixed training on single`,
    entry: answersEntry('mixed'),
    figure: ARMS,
    differs: MIXED,
    bands: bandsBySize(
      {
        reproduced: [70, 100],
        partly: [40, 100],
        why: 'As far below the paper as multi5+permute may be at this size; partly: about half of it.',
      },
      {
        reproduced: [78, 100],
        partly: [60, 100],
        why: "Within nine points of the paper's 86.6 %.",
      },
    ),
  },
  {
    id: 'mixed-multi5-permute',
    text: 'Mixed training loses nothing where augmentation had done it already (multi5+permute)',
    source: `${SOURCE}, Figure 3`,
    paper: '95.5',
    unit: '%',
    measure: (runs) => accuracy(runs, AUGMENTED, 'mixed'),
    from: (runs) => runsBy(runs, 'mixed', [AUGMENTED]),
    formula: `${ACCURACY}, after mixed training on multi5+permute`,
    entry: answersEntry('mixed'),
    figure: ARMS,
    differs: SMALL,
    bands: bandsBySize(
      {
        reproduced: [70, 100],
        partly: [50, 100],
        why: 'The bands of finetuned multi5+permute: the paper finds no difference (95.5 and 96.6 %).',
      },
      { reproduced: [90, 100], partly: [80, 100], why: "Within six points of the paper's 95.5 %." },
    ),
  },
];
