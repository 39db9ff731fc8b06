import {
  aheadOfPlace,
  armRuns,
  atPlace,
  meanOfWhole,
  onDiagonal,
  probesAndQa,
  wholeAttributes,
} from '../../measure';
import { attributes } from '../../datasets';
import type { Claim } from '../old-finding';
import { bandsBySize, lowestShare, rankOverArms, sameBands } from '../claim-values';
import { AUGMENTED, overPeople, percent, SINGLE } from './claim-values';
import { qProbeClaims } from './claims-q-probe';
import type { ProbingConfig } from './config';
import { FEW_PEOPLE, NOT_LEARNED, SHARED_UPDATE, SOURCE } from './reasons';
import type { ProbingMeasurements } from './run';

type ProbingClaim = Claim<ProbingConfig, ProbingMeasurements>;

const PER_RUN = 'in percent; one value a run';
const FIRST_OF_FIVE = 'the mean over the five attributes of one word of pProbe[0]';
const MAPS = '05-p-probe';
const ENDS = [0, attributes.length - 1]; // the first and the last place

export const probingClaims: ProbingClaim[] = [
  {
    id: 'recall',
    text: 'Gate: every model knows its biographies by heart (lowest share of values recalled)',
    source: `${SOURCE}, section 3`,
    paper: '~100',
    unit: '%',
    measure: (runs) => lowestShare(runs, ({ measurements }) => measurements.recall?.all),
    from: (runs) => runs.filter(({ measurements }) => measurements.recall !== null),
    formula: '100 times the lowest recall.all of the models that were pretrained',
    entry: ({ measurements: { recall } }) => ({ 'recall.all': recall?.all ?? null }),
    figure: MAPS,
    differs: NOT_LEARNED,
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
    measure: (runs) => percent(runs, ({ pProbe }) => onDiagonal(pProbe)),
    from: (runs) => armRuns(runs, SINGLE),
    formula: `the mean over attributes of pProbe at the place just before each one's own value, ${PER_RUN}`,
    entry: ({ measurements: { pProbe } }) => ({ 'diagonal of pProbe': onDiagonal(pProbe) }),
    figure: MAPS,
    differs: `${FEW_PEOPLE} ${SHARED_UPDATE}`,
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
    measure: (runs) => percent(runs, ({ pProbe, majority }) => aheadOfPlace(pProbe, majority)),
    from: (runs) => armRuns(runs, SINGLE),
    formula: `the mean of pProbe less majority over all places before an attribute's own (the company city at the company's place left out: it follows from the company), ${PER_RUN}`,
    entry: ({ measurements: { pProbe, majority } }) => ({
      'pProbe ahead less majority': aheadOfPlace(pProbe, majority),
    }),
    figure: MAPS,
    differs: FEW_PEOPLE,
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
      const found = percent(runs, ({ pProbe }) => atPlace(pProbe, 0, wholeAttributes));
      return overPeople(runs, found, ({ first }) => first);
    },
    from: (runs) => armRuns(runs, AUGMENTED),
    formula: `${FIRST_OF_FIVE}, ${PER_RUN}`,
    entry: ({ measurements: { pProbe } }) => ({
      'pProbe[0], five': atPlace(pProbe, 0, wholeAttributes),
    }),
    figure: MAPS,
    differs: FEW_PEOPLE,
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
      const found = percent(runs, ({ control, majority }) =>
        atPlace(control, 0, wholeAttributes, majority),
      );
      return overPeople(runs, found, ({ firstControl }) => firstControl);
    },
    from: (runs) => armRuns(runs, AUGMENTED),
    formula: `the mean over the five attributes of one word of control[0] less majority (control: pProbe without the biographies in which the attribute is the next one), ${PER_RUN}`,
    entry: ({ measurements: { control, majority } }) => ({
      'control[0] less majority, five': atPlace(control, 0, wholeAttributes, majority),
    }),
    figure: '05-p-probe-control',
    differs: FEW_PEOPLE,
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
      percent(runs, ({ pProbe }) => {
        const [first, last] = ENDS.map((place) => atPlace(pProbe, place, wholeAttributes));
        return first === null || last === null ? null : last - first;
      }),
    from: (runs) => armRuns(runs, AUGMENTED),
    formula: `the mean over the five attributes of one word of pProbe[5] less that of pProbe[0], ${PER_RUN}`,
    entry: ({ measurements: { pProbe } }) =>
      Object.fromEntries(
        ENDS.map((place) => [`pProbe[${place}], five`, atPlace(pProbe, place, wholeAttributes)]),
      ),
    figure: MAPS,
    differs: `${FEW_PEOPLE} Where the first place is far from the top, the words read since can add more.`,
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
      percent(runs, ({ control, majority }) => atPlace(control, 0, attributes, majority)),
    from: (runs) => armRuns(runs, AUGMENTED, 'random'),
    formula: `the mean over the attributes of control[0] less majority, ${PER_RUN}`,
    entry: ({ measurements: { control, majority } }) => ({
      'control[0] less majority': atPlace(control, 0, attributes, majority),
    }),
    figure: '05-p-probe-control',
    differs:
      'Shares of few people scatter by chance, and the majority of the people who are tested need not ' +
      'be that of the people whom the probe was trained on.',
    bands: sameBands({
      reproduced: [-6, 6],
      partly: [-12, 12],
      why: 'There is nothing to find in it about people on whom the probe was not trained.',
    }),
  },
  ...qProbeClaims,
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
    from: (runs) => runs.filter(({ measurements }) => measurements.qa !== null),
    formula: `Spearman's correlation over the arms of ${FIRST_OF_FIVE} with that of qa.heldOut.byAttribute, both means over seeds`,
    entry: ({ measurements: { pProbe, qa } }) => ({
      'pProbe[0], five': atPlace(pProbe, 0, wholeAttributes),
      'qa.heldOut, five': qa && meanOfWhole(qa.heldOut.byAttribute),
    }),
    figure: '05-probe-vs-qa',
    differs:
      'Finetuning changes the whole model while a probe reads one place of a frozen one, so that ' +
      'questions can find more than probes do. One learning rate was used for all arms.',
    bands: sameBands({
      reproduced: [0.8, 1],
      partly: [0.5, 1],
      why: 'Leaves room for two neighbors among a handful of arms to change places.',
    }),
  },
];
