import {
  aheadOfPlace,
  armRuns,
  atPlace,
  onDiagonal,
  probesAndQa,
  wholeAttributes,
} from '../../measure';
import { attributes } from '../../datasets';
import type { Claim, ClaimBands } from '../finding';
import { bandsBySize, lowestShare, rankOverArms, sameBands } from '../claim-values';
import { AUGMENTED, overPeople, percent, qContrast, SINGLE } from './claim-values';
import type { ProbingConfig } from './config';
import type { ProbingMeasurements } from './run';

type ProbingClaim = Claim<ProbingConfig, ProbingMeasurements>;

const SOURCE = 'Allen-Zhu & Li 2023';

const Q_CONTRAST: ClaimBands = {
  reproduced: [60, 100],
  partly: [20, 100],
  why:
    "Two thirds of the paper's difference; partly: a difference that nobody could take for chance. " +
    'With hundreds of people for 100,000, less can be learned about how names are read.',
};

export const probingClaims: ProbingClaim[] = [
  {
    id: 'recall',
    text: 'Gate: every model knows its biographies by heart (lowest share of values recalled)',
    source: `${SOURCE}, section 3`,
    paper: '~100',
    unit: '%',
    measure: (runs) => lowestShare(runs, ({ measurements }) => measurements.recall?.all),
    bands: sameBands({
      reproduced: [99, 100],
      partly: [95, 100],
      why: 'Below this, a probe could miss what was never learned. It is set, not found.',
    }),
  },
  {
    id: 'single-diagonal',
    text: 'single: just before a value, the model has it (mean of the diagonal)',
    source: `${SOURCE}, Figure 5`,
    paper: '~100',
    unit: '%',
    measure: (runs) => percent(armRuns(runs, SINGLE), ({ pProbe }) => onDiagonal(pProbe)),
    bands: sameBands({
      reproduced: [95, 100],
      partly: [80, 100],
      why: 'A model that is about to say the value has it: nearly all, whatever its size.',
    }),
  },
  {
    id: 'single-ahead',
    text: 'single: at any earlier place, the model does not have it (mean above the majority)',
    source: `${SOURCE}, section 5.1`,
    paper: '≈ 2',
    unit: 'points',
    measure: (runs) =>
      percent(armRuns(runs, SINGLE), ({ pProbe, majority }) => aheadOfPlace(pProbe, majority)),
    bands: sameBands({
      reproduced: [-6, 6],
      partly: [-12, 12],
      why:
        'The paper names the company: about 2 % right before its place, where guessing has 0.4 %. With 200 ' +
        'people to test, a share has a standard error of 2 to 3 points.',
    }),
  },
  {
    id: 'first-place',
    text: 'multi5+permute: all is there from the first place on (mean of five attributes)',
    source: `${SOURCE}, section 5.1`,
    paper: '93.6', // of 96.4, 76.0, 96.0, 99.7, 99.7
    unit: '%',
    measure(runs) {
      const own = armRuns(runs, AUGMENTED);
      const found = percent(own, ({ pProbe }) => atPlace(pProbe, 0, wholeAttributes));
      return overPeople(own, found, ({ first }) => first);
    },
    bands: bandsBySize(
      {
        reproduced: [79, 100],
        partly: [47, 100],
        why: "Reproduced: within 15 points of the paper's mean. Partly: half of it, with 1/250 of its people.",
      },
      {
        reproduced: [84, 100],
        partly: [70, 100],
        why: "Within ten points of the paper's mean at its own size; partly: three quarters of it.",
      },
    ),
  },
  {
    id: 'first-place-control',
    text: 'The same where the attribute is not the next one (points above the majority)',
    source: `${SOURCE}, section 5.1, with a control of ours`,
    paper: '≈ 90', // 93.6 less the majority of bioS, 3.2 on average
    unit: 'points',
    measure(runs) {
      const own = armRuns(runs, AUGMENTED);
      const found = percent(own, ({ control, majority }) =>
        atPlace(control, 0, wholeAttributes, majority),
      );
      return overPeople(own, found, ({ firstControl }) => firstControl);
    },
    bands: bandsBySize(
      {
        reproduced: [60, 100],
        partly: [25, 100],
        why:
          'A probe that only reads what the model is about to say has 0 points here. Reproduced: two ' +
          'thirds of the paper; partly: a quarter.',
      },
      {
        reproduced: [75, 100],
        partly: [50, 100],
        why: "Within 15 points of the paper's at its own size; partly: more than half of it.",
      },
    ),
  },
  {
    id: 'flat',
    text: 'multi5+permute: later places add little (last place less the first, five attributes)',
    source: `${SOURCE}, Figure 5`,
    paper: '≤ 6.4', // 100 - 93.6
    unit: 'points',
    measure: (runs) =>
      percent(armRuns(runs, AUGMENTED), ({ pProbe }) => {
        const [first, last] = [0, attributes.length - 1].map((place) =>
          atPlace(pProbe, place, wholeAttributes),
        );
        return first === null || last === null ? null : last - first;
      }),
    bands: sameBands({
      reproduced: [-6.4, 10],
      partly: [-12, 20],
      why: 'At most 6.4 points are left above the first place in the paper; where the level is lower, there is more room.',
    }),
  },
  {
    id: 'random-model',
    text: 'A random model has nothing at the first place (points above the majority)',
    source: 'a control of ours',
    paper: '0',
    unit: 'points',
    measure: (runs) =>
      percent(armRuns(runs, AUGMENTED, 'random'), ({ control, majority }) =>
        atPlace(control, 0, attributes, majority),
      ),
    bands: sameBands({
      reproduced: [-6, 6],
      partly: [-12, 12],
      why: 'There is nothing to find in it about people on whom the probe was not trained.',
    }),
  },
  {
    id: 'q-probe-all',
    text: 'Q-probe as in the paper, all embeddings updated (multi5+permute less single)',
    source: `${SOURCE}, Figure 7`,
    paper: '89.7', // 92.6 - 2.9, five attributes
    unit: 'points',
    measure: (runs) => qContrast(runs, 'all'),
    bands: sameBands(Q_CONTRAST),
  },
  {
    id: 'q-probe-ends',
    text: 'Q-probe that updates the end tokens only (multi5+permute less single)',
    source: `${SOURCE}, Figure 7, with a probe of ours`,
    paper: '89.7',
    unit: 'points',
    measure: (runs) => qContrast(runs, 'ends'),
    bands: sameBands(Q_CONTRAST),
  },
  {
    id: 'probe-and-qa',
    text: "What is there at the first place can be asked (Spearman's correlation over at least four arms)",
    source: `${SOURCE}, section 5`,
    paper: '1',
    unit: '',
    measure: (runs) =>
      rankOverArms(
        probesAndQa(runs).map(({ probe, qa }) => ({ x: probe.mean, y: qa.mean, seeds: qa.n })),
      ),
    bands: sameBands({
      reproduced: [0.8, 1],
      partly: [0.5, 1],
      why: 'Leaves room for two neighbors among a handful of arms to change places.',
    }),
  },
];
