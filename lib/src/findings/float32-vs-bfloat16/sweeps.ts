import type { ProfileName } from '../../base';
import { grid } from '../../experiment';
import type { PrecisionConfig } from './config';
import { type PrecisionMode, trainedModes } from './modes';

type Overrides = Partial<PrecisionConfig>;

const runs = (
  dModel: number[],
  learningRate: number[],
  seed: number[],
  mode: readonly PrecisionMode[],
  common: Overrides,
): Overrides[] => grid<PrecisionConfig>({ dModel, learningRate, seed, mode }, common);

/** The first is that of finding 01 at these widths; the others a quarter and a sixteenth of it. */
const RATES = [0.04, 0.01, 0.0025];
const SEEDS = [1, 2, 3, 4, 5];

const formats = trainedModes.filter((mode) => mode !== 'fixed-gains');
/** The same runs in float32 with the gains of the LayerNorms fixed. */
const CONTROL = ['fixed-gains'] as const;
const PAIR = ['float32', 'bf16-products', 'bf16'] as const;
const others = formats.filter((mode) => !PAIR.includes(mode as 'bf16'));

const quick = { steps: 350 };
const standard = { steps: 1500 };
// Table 1's models as in finding 01, at twice the expected capacity. beta2 is 0.99, as the second
// moment in bfloat16 needs.
const table1 = (nLayers: number): Overrides => ({
  nLayers,
  nHeads: 4,
  vocabSize: 2048,
  seqLength: 64,
  datasetScale: 2,
  batchSize: 2048,
  steps: 50_000,
  schedule: 'constant',
  warmupShare: 0.01,
});

/** Sizes x learning rates x seeds x modes. */
export const sweeps: Record<ProfileName, Overrides[]> = {
  quick: [
    ...runs([8, 12], [0.04], [1, 2, 3], formats, quick),
    ...runs([8], [0.01, 0.0025], [1, 2, 3], formats, quick),
    ...runs([8], [0.0025], [1, 2, 3], CONTROL, quick),
    // The sign of a small difference takes more seeds.
    ...runs([8, 12], [0.04], [4, 5, 6], ['float32', 'bf16'], quick),
  ],
  standard: [
    ...runs([8, 12], RATES, SEEDS, formats, standard),
    ...runs([8, 12], RATES, SEEDS, CONTROL, standard),
  ],
  paper: [
    ...[1, 2, 4, 8].flatMap((nLayers) =>
      runs([32, 64, 128, 256], [1e-3], [1, 2, 3], PAIR, table1(nLayers)),
    ),
    ...runs([32, 64], [1e-3], [1, 2, 3], others, table1(1)),
    ...runs([32, 64], [3e-4, 1e-4], [1, 2, 3], formats, table1(1)),
  ],
};
