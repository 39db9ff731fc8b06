import { finding, grid } from '../../experiment';
import { paperAugmentations } from '../../datasets';
import { stepsForExposures } from '../../recipes/biographies/config';
import { worldHash } from '../../recipes/biographies/world';
import { questionModels } from '../../recipes/kept-models';
import { paperQuestions } from '../../recipes/questions/config';
import { questionMemory } from '../../recipes/questions/stages';
import { claims } from './claims';
import { armName } from './compared';
import { figures } from './figures';
import { checkQa, type QaConfig, qaFields, qaStages, runQa } from './run';
import { ALSO_HIDDEN, CONTRAST, FEWER_ASKED, FULLNAME, paperArms, PERMUTED } from './values';

const LORA = { loraRates: '0.005,0.01,0.02' };
const SEEDS = [3, 4, 5]; // with the people of seeds 1 and 2 the settings were chosen

/** Every augmentation that the paper names, also those without a printed number. */
const ARMS = [...new Set([...paperArms, ...Object.keys(paperAugmentations)])];

/** Every arm finetuned; LoRA for the contrast only, which takes as long as the rest. */
const finetuned = ARMS.flatMap((data) =>
  grid<QaConfig>({ seed: SEEDS }, CONTRAST.includes(data) ? { data, ...LORA } : { data }),
);

const SWAPPED = { swapped: 200 };
const FEWER = { fewerAsked: '60,125,250' };

/** With what was added later: more seeds of the ends, what values are tied to, and people asked. */
const measured: Partial<QaConfig>[] = [
  ...grid<QaConfig>({ seed: [6, 7], data: CONTRAST }, LORA),
  ...grid<QaConfig>({ data: ['single+fullname', 'multi5', FULLNAME] }, { seed: 6 }),
  { data: FULLNAME, seed: 7 },
].map((run) => ({ ...run, ...SWAPPED, ...(FEWER_ASKED.includes(run.data!) && FEWER) }));

/** Who is it? Asked of models from which everything else can be asked. */
const inverse = { data: PERMUTED, inverseSteps: 900 };

/** The intervention: values hidden from the model, and as many other words. */
const HIDDEN: Partial<QaConfig>[] = [
  { hiddenShare: 0.5, ...FEWER },
  { hiddenShare: 0.5, hidden: 'template words' },
  ...[0.05, 0.15, 0.3].map((hiddenShare) => ({ hiddenShare })),
];

/** Pools that are to 800 people what the paper's are to 100,000, by their logarithms. */
const SMALL_POOLS = { cities: 22, universities: 27, majors: 14, employers: 25, companyCities: 12 };

/** What else in the setting differs from the paper's, one thing at a time. */
const ELSE: Partial<QaConfig>[] = [{ rotaryShare: 0.25 }, SMALL_POOLS];

const fullNames = [
  { seed: 8, ...FEWER },
  ...[6, 7, 8].flatMap((seed) => [...HIDDEN, ...ELSE].map((how) => ({ seed, ...how }))),
  { seed: 6, nPeople: 2000, exposures: 150 }, // the exposures that as many people need
  // with dropout values are known by heart after four times as many; and as many without
  ...[6, 7, 8].flatMap((seed) =>
    [{ dropout: 0.1 }, {}].map((how) => ({ seed, exposures: 200, ...how })),
  ),
].map((how) => ({ data: FULLNAME, ...SWAPPED, ...how }));

/**
 * Allen-Zhu & Li 2023, "Physics of Language Models: Part 3.1": knowledge stored, not extractable.
 * In every profile all arms see the same number of biographies of a person.
 */
export const biographiesQa = finding({
  name: 'biographies-qa',
  title: 'Facts known by heart can be asked for only if they were told in several ways',
  notebook: '04-biographies-multi5-permute-vs-single',
  version: 2,
  fields: qaFields,
  settings: ['biographies', 'questions'],
  derive: (config) => ({ pretrainSteps: stepsForExposures(config) }),
  check: checkQa,
  sweeps: {
    quick: grid<QaConfig>({ data: CONTRAST }, { seed: 2, loraRates: '0.01' }), // one run a core
    standard: [
      ...finetuned,
      ...measured,
      ...fullNames,
      ...grid<QaConfig>({ seed: SEEDS, data: ALSO_HIDDEN }, { hiddenShare: 0.5, ...SWAPPED }),
      ...grid<QaConfig>({ seed: [8, 9, 10] }, inverse),
      // with four tokens of questions for each of a biography, by far the longest runs
      ...grid<QaConfig>({ data: CONTRAST, seed: SEEDS }, { training: 'mixed' }),
      // half of the others' exposures
      ...grid<QaConfig>({ data: CONTRAST }, { exposures: 22.5, seed: SEEDS[0] }),
    ],
    paper: grid<QaConfig>(
      { training: ['finetune', 'mixed'], data: Object.keys(paperAugmentations) },
      { ...paperQuestions, seed: 1 },
    ),
  },
  label: (config) => `${armName(config)} exposures=${config.exposures} seed=${config.seed}`,
  dataHash: worldHash,
  stages: qaStages,
  memoryBytes: questionMemory,
  models: questionModels,
  run: runQa,
  claims,
  figures,
});
