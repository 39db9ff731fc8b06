import { finding, grid, seeded } from '../../experiment';
import { stepsForExposures } from '../../recipes/biographies/config';
import { worldHash } from '../../recipes/biographies/world';
import { questionModels } from '../../recipes/kept-models';
import {
  checkQuestionConfig,
  paperQuestions,
  type QuestionConfig,
  questionFields,
} from '../../recipes/questions/config';
import { runQuestions } from '../../recipes/questions/run';
import { questionMemory, questionStages } from '../../recipes/questions/stages';
import { claims } from './claims';
import { figures } from './figures';
import { AUGMENTED, SHARE, SINGLE } from './values';

type Some = Partial<QuestionConfig>;

const SEEDS = [3, 4, 5]; // with the people of seeds 1 and 2 the settings were chosen
const ENDS = [SINGLE, AUGMENTED];
const MIXED = { training: 'mixed' } satisfies Some;

/** Few people, so that many trainings and long ones can be afforded. */
const BASE = { nPeople: 200, batchSize: 16, finetuneSteps: 250 } satisfies Some;
/** As many as in finding 04, in as many steps as twice the people of the base. */
const MANY = { nPeople: 800, batchSize: 32, finetuneSteps: 450 } satisfies Some;

/** The paper's Figure 2: 1,350 exposures, and 682 million parameters, in a shape of our own. */
const PAPER = { ...paperQuestions, seed: 1 } satisfies Some;
const LONGER = { pretrainSteps: 200_000, exposures: 1350 } satisfies Some;
const BIGGER = { dModel: 1280, nLayers: 34, nHeads: 20 } satisfies Some;

/** Allen-Zhu & Li 2023, Figures 2 and 10: what does not help single biographies, and what does. */
export const timeAndSize = finding({
  name: 'time-and-size',
  title: 'Neither time nor size makes a fact answerable that was told once',
  notebook: '10-time-size-and-questions',
  version: 1,
  fields: questionFields,
  settings: ['biographies', 'questions'],
  derive: (config) => ({ pretrainSteps: stepsForExposures(config) }),
  check: checkQuestionConfig,
  sweeps: {
    quick: seeded<QuestionConfig>(
      [2],
      [
        { ...BASE, data: SINGLE, exposures: 135 },
        ...[{}, { ...MIXED, questionShare: SHARE }].map((how) => ({
          ...BASE,
          ...how,
          data: SINGLE,
        })),
        { ...BASE, data: AUGMENTED },
      ],
    ),
    standard: seeded<QuestionConfig>(
      SEEDS,
      [
        { data: SINGLE, exposures: 600 },
        { ...MIXED, data: SINGLE, exposures: 600, questionShare: SHARE },
        ...grid<QuestionConfig>(
          { questionShare: [0.1, 0.3, SHARE, 0.8, 0.9] },
          { ...MIXED, data: SINGLE },
        ),
        ...grid<QuestionConfig>(
          { questionShare: [0.1, SHARE, 0.9] },
          { ...MIXED, data: AUGMENTED },
        ),
        ...[{}, { dModel: 256 }, { nPeople: 400 }, MANY].flatMap((change) =>
          ENDS.map((data) => ({ ...change, data })),
        ),
      ].map((change) => ({ ...BASE, ...change })),
    ),
    paper: [
      ...grid<QuestionConfig>({ data: ENDS }, PAPER),
      { ...PAPER, ...LONGER, data: SINGLE },
      ...grid<QuestionConfig>({ data: ENDS }, { ...PAPER, ...BIGGER }),
      ...grid<QuestionConfig>(
        { data: ENDS, questionShare: [0.1, SHARE, 0.8] },
        { ...PAPER, ...MIXED },
      ),
    ],
  },
  label: ({ data, training, questionShare, exposures, dModel, nPeople, seed }) =>
    `${data}${training === 'mixed' ? ` mixed ${questionShare}` : ''} exposures=${exposures} ` +
    `d=${dModel} N=${nPeople} seed=${seed}`,
  dataHash: worldHash,
  stages: questionStages,
  memoryBytes: questionMemory,
  models: questionModels,
  run: (config, context) => runQuestions(config, context),
  claims,
  figures,
});
