import { type ArmAccuracy, armAccuracies, comparedRuns, type QaMethod } from '../../measure';
import { bandsBySize, lowestShare, NO_VALUE, rankOverArms, sameBands } from '../claim-values';
import type { Claim, ClaimValue } from '../finding';
import type { BiographiesQaConfig } from './config';
import type { BiographiesQaMeasurements } from './run';

type Run = { config: BiographiesQaConfig; measurements: BiographiesQaMeasurements };
type QaClaim = Claim<BiographiesQaConfig, BiographiesQaMeasurements>;

const SOURCE = 'Allen-Zhu & Li 2023';
const OVER_PEOPLE = 'interval over people';

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

function armOf(runs: Run[], data: string, method: QaMethod): ArmAccuracy | undefined {
  return armAccuracies(comparedRuns(runs), method).find((arm) => arm.data === data);
}

/** Accuracy on held-out people in percent. */
function accuracy(runs: Run[], data: string, method: QaMethod): ClaimValue {
  const arm = armOf(runs, data, method);
  if (!arm) return NO_VALUE;
  const { mean, low, high } = arm.heldOut;
  return { value: 100 * mean, low: 100 * low, high: 100 * high, n: arm.seeds, note: OVER_PEOPLE };
}

const LEARNED = 0.99; // of the values in the biographies, and of the questions that were trained

/**
 * A value about held-out people, with its gate: the arms that it speaks of must recall their
 * biographies and have learned the questions that they were trained on.
 */
function gated(runs: Run[], arms: string[], method: QaMethod, found: ClaimValue): ClaimValue {
  if (found.n === 0) return found;
  const share = (of: (arm: ArmAccuracy) => number): number =>
    Math.min(...arms.map((data) => armOf(runs, data, method)).map((arm) => (arm ? of(arm) : NaN)));
  const [recall, training] = [share((arm) => arm.recall), share((arm) => arm.training)];
  if (recall >= LEARNED && training >= LEARNED) return found;
  const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
  const why = `recall ${percent(recall)}, trained questions ${percent(training)}: below the gate of 99 %`;
  return { ...found, gate: false, note: `${found.note}; ${why}` };
}

/** One arm's accuracy less the other's, in points, as of independent people. */
function difference(a: ClaimValue, b: ClaimValue): ClaimValue {
  if (a.n === 0 || b.n === 0) return NO_VALUE;
  const margin = Math.hypot(a.value - a.low, b.value - b.low);
  const value = a.value - b.value;
  const n = Math.min(a.n, b.n);
  return { value, low: value - margin, high: value + margin, n, note: OVER_PEOPLE };
}

/** What multi5+permute answers more often than single. */
function contrast(runs: Run[], method: QaMethod): ClaimValue {
  const [most, least] = ['multi5+permute', 'single'];
  const found = difference(accuracy(runs, most, method), accuracy(runs, least, method));
  return gated(runs, [most, least], method, found);
}

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
    measure: (runs) => lowestShare(comparedRuns(runs), ({ measurements: m }) => m.recall.all),
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
    measure: (runs) =>
      lowestShare(
        comparedRuns(runs),
        ({ measurements: m }) => (m.full ?? m.mixed)?.training.accuracy,
      ),
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
    measure: (runs) =>
      gated(runs, ['multi5+permute'], 'full', accuracy(runs, 'multi5+permute', 'full')),
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
    bands: CONTRAST,
  },
  {
    id: 'contrast-lora',
    text: 'The same with LoRA in place of full finetuning (multi5+permute less single)',
    source: `${SOURCE}, Figure 3`,
    paper: '86.9',
    unit: 'points',
    measure: (runs) => contrast(runs, 'lora'),
    bands: CONTRAST,
  },
  {
    id: 'order-of-arms',
    text: "The augmentations rank as in the paper (Spearman's correlation over at least four arms)",
    source: `${SOURCE}, Figure 3`,
    paper: '1',
    unit: '',
    measure(runs) {
      const arms = armAccuracies(comparedRuns(runs), 'full').filter(({ data }) => data in PAPER);
      return rankOverArms(
        arms.map(({ data, heldOut, seeds }) => ({ x: PAPER[data], y: heldOut.mean, seeds })),
      );
    },
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
    measure: (runs) => accuracy(runs, 'multi5+permute', 'mixed'),
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
