import { finding, seeded } from '../../experiment';
import { paperPretraining, stepsForExposures } from '../../recipes/biographies/config';
import { worldHash } from '../../recipes/biographies/world';
import { minorityModels } from '../../recipes/kept-models';
import { claims } from './claims';
import {
  type MinorityConfig,
  minorityFields,
  checkMinorityConfig,
} from '../../recipes/minority/config';
import { figures } from './figures';
import { runMinority } from '../../recipes/minority/run';
import { minorityMemory, minorityStages } from '../../recipes/minority/stages';
import { armName, FIXED_ORDER, MINORITY } from './values';

type Some = Partial<MinorityConfig>;

const ALONE: Some = {};
const SOME: Some = { company: 'celebrities', celebrities: 400 };
const CONTROLS: Some[] = [
  { ...SOME, company: 'other text' },
  { ...SOME, celebrityData: MINORITY },
];
/** Few values, so that a probe sees many people of each. */
const PROBED: Some = {
  ...{ cities: 10, universities: 10, majors: 8, employers: 12, companyCities: 6 },
  ...{ nPeople: 400, probeSteps: 120 },
};

const PAPER: Some = {
  ...{ ...paperPretraining, exposures: 711 },
  ...{ probeSteps: 30_000, probeLearningRate: 1e-3, qaSteps: 50_000, qaBatch: 48 },
};
/** In as many steps, so with a sixth of the exposures. */
const PAPER_COMPANY: Some = { ...PAPER, ...SOME, celebrities: 100_000, exposures: 711 / 6 };
const PAPER_TEXT: Some = { ...PAPER_COMPANY, company: 'other text' };
const PAPER_ARMS = [PAPER, PAPER_COMPANY];
const inFixedOrder = (run: Some): Some => ({ ...run, data: FIXED_ORDER });

/** Allen-Zhu & Li 2023, "Physics of Language Models: Part 3.1", section 6: whom celebrities help. */
export const celebrities = finding({
  name: 'celebrities',
  title: 'People told of in many ways make those told of once answerable',
  notebook: '08-celebrities',
  version: 1,
  fields: minorityFields,
  settings: ['biographies', 'probes', 'celebrities'],
  derive: (config) => ({ pretrainSteps: stepsForExposures(config) }),
  check: checkMinorityConfig,
  sweeps: {
    quick: seeded<MinorityConfig>([1], [ALONE, SOME]),
    // with the people of seeds 1 and 2 the settings were chosen
    standard: seeded<MinorityConfig>(
      [3, 4, 5],
      [
        ...[ALONE, { ...SOME, fewerAsked: '50,100' }, ...CONTROLS],
        ...[{ ...SOME, celebrities: 100 }, PROBED, { ...PROBED, ...SOME }],
        ...[ALONE, SOME].map(inFixedOrder),
        ...[200, 800].map((number) => ({ ...SOME, celebrities: number })),
      ],
    ),
    paper: seeded<MinorityConfig>(
      [1],
      [...PAPER_ARMS, ...PAPER_ARMS.map(inFixedOrder), PAPER_TEXT],
    ),
  },
  label: (config) =>
    `${armName(config)}${config.probeSteps > 0 ? ', probed' : ''} ` +
    `celebrities=${config.celebrities} seed=${config.seed}`,
  dataHash: worldHash,
  stages: minorityStages,
  memoryBytes: minorityMemory,
  models: minorityModels,
  run: runMinority,
  claims,
  figures,
});
