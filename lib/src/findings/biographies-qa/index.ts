import { finding, grid } from '../../experiment';
import { stepsForExposures } from '../../recipes/biographies/config';
import { worldHash } from '../../recipes/biographies/world';
import {
  checkQuestionConfig,
  type QuestionConfig,
  questionFields,
} from '../../recipes/questions/config';
import { paperQuestions } from '../../recipes/questions/paper-size';
import { runQuestions } from '../../recipes/questions/run';
import { questionMemory, questionStages } from '../../recipes/questions/stages';
import { claims } from './claims';
import { figures } from './figures';
import { paperArms } from './values';

const CONTRAST = ['single', 'multi5+permute'];
const SEEDS = [3, 4, 5]; // with the people of seeds 1 and 2 the settings were chosen

/** Finer grids of learning rates; LoRA for the contrast only, which takes as long as the rest. */
const FINER = { finetuneRates: '0.0003,0.0008,0.002', loraRates: '' };

/**
 * Allen-Zhu & Li 2023, "Physics of Language Models: Part 3.1": knowledge stored, not extractable.
 * In every profile all arms see the same number of biographies of a person.
 */
export const biographiesQa = finding({
  name: 'biographies-qa',
  title: 'Facts known by heart can be asked for only if they were told in several ways',
  notebook: '04-biographies-multi5-permute-vs-single',
  version: 1,
  fields: questionFields,
  settings: ['biographies', 'questions'],
  derive: (config) => ({ pretrainSteps: stepsForExposures(config) }),
  check: checkQuestionConfig,
  sweeps: {
    quick: grid<QuestionConfig>({ data: CONTRAST }, { seed: 2 }), // one run a core
    standard: [
      ...paperArms.flatMap((data) => {
        const loraRates = CONTRAST.includes(data) ? '0.005,0.01,0.02' : '';
        return grid<QuestionConfig>({ seed: SEEDS }, { ...FINER, loraRates, data });
      }),
      ...grid<QuestionConfig>({ seed: SEEDS, data: CONTRAST }, { ...FINER, training: 'mixed' }),
      // half of the others' exposures
      ...grid<QuestionConfig>({ seed: SEEDS, data: CONTRAST }, { ...FINER, exposures: 75 }),
    ],
    paper: grid<QuestionConfig>(
      { training: ['finetune', 'mixed'], data: paperArms },
      { ...paperQuestions, seed: 1 },
    ),
  },
  label: ({ data, training, exposures, seed }) =>
    `${data}${training === 'mixed' ? ' mixed' : ''} exposures=${exposures} seed=${seed}`,
  dataHash: worldHash,
  stages: questionStages,
  memoryBytes: questionMemory,
  run: runQuestions,
  claims,
  figures,
});
