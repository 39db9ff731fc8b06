import { finding, grid } from '../../experiment';
import { table1 } from '../../recipes/token-config';
import type { TokenFormat } from '../../recipes/token-formats';
import { onTokens } from '../../recipes/tokens';
import { claims } from './claims';
import {
  checkPrecision,
  type PrecisionConfig,
  precisionFields,
  precisionStages,
  trainedModes,
  withCountedNoise,
} from './config';
import { figures } from './figures';
import { runPrecision } from './run';

const formats = trainedModes.filter((mode) => mode !== 'fixed-gains');
/** The same runs in float32 with the gains of the LayerNorms fixed. */
const control: TokenFormat[] = ['fixed-gains'];
const pair: TokenFormat[] = ['float32', 'bf16'];
const trio: TokenFormat[] = ['float32', 'bf16-products', 'bf16'];
const others = formats.filter((mode) => !trio.includes(mode));
const beside = formats.filter((mode) => !pair.includes(mode));
/** The same arithmetic; of two the weights are rounded after each step, to nearest or at random. */
const stored: TokenFormat[] = ['float32', 'bf16-storage', 'bf16-storage-stochastic'];

const runs = grid<PrecisionConfig>;
const quick = { steps: 350 };
const seed = [1, 2, 3];
/** The first is that of finding 01 at these widths; the others a quarter and a sixteenth of it. */
const rates = [0.04, 0.01, 0.0025];
const higher = [0.16, 0.08];
const highest = [0.32];
const small = { dModel: [8, 12], learningRate: rates, seed: [1, 2, 3, 4, 5] };
const standard = { steps: 1500 };
// At twice the expected capacity. beta2 is 0.99, as the second moment in bfloat16 needs.
const large = { ...table1.tokens, ...table1.training, datasetScale: 2 };

/** Morris et al. 2025, Table 1: what a model stores in bfloat16 and in float32. */
export const float32VsBfloat16 = finding({
  name: 'float32-vs-bfloat16',
  title: 'In bfloat16 a model stores nearly as much as in float32',
  notebook: '02-float32-vs-bfloat16',
  version: 1,
  fields: precisionFields,
  ...onTokens,
  check: checkPrecision,
  // sizes x learning rates x seeds x modes
  sweeps: {
    quick: [
      ...runs({ dModel: [8, 12], seed, mode: formats }, quick),
      ...runs({ learningRate: [0.01, 0.0025], seed, mode: formats }, quick),
      ...runs({ learningRate: [0.0025], seed, mode: control }, quick),
      // the sign of a small difference takes more seeds
      ...runs({ dModel: [8, 12], seed: [4, 5, 6], mode: pair }, quick),
    ],
    standard: [
      ...runs({ ...small, mode: formats }, standard),
      ...runs({ ...small, mode: control }, standard),
      // rates above that of finding 01, so that the best one is not the last of the grid
      ...runs({ ...small, learningRate: higher, mode: pair }, standard),
      ...runs({ learningRate: higher, seed, mode: beside }, standard),
      // at the larger size float32 stored most at the last of these too
      ...runs({ ...small, learningRate: highest, mode: pair }, standard),
      ...runs({ dModel: [12], learningRate: [0.16], seed, mode: beside }, standard),
      // a low rate, for so long that float32 arrives
      ...runs({ steps: [6000, 24_000], learningRate: [0.0025], seed, mode: stored }),
      // below the capacity and far above it
      ...runs({ datasetScale: [0.6, 2.5, 5], seed, mode: pair }, standard),
    ],
    paper: [
      ...runs({ ...table1.sizes, seed, mode: trio }, large),
      ...withCountedNoise(runs({ dModel: [32, 64], seed, mode: others }, large)),
      ...withCountedNoise(
        runs({ dModel: [32, 64], learningRate: [3e-4, 1e-4], seed, mode: formats }, large),
      ),
    ],
  },
  label: ({ dModel, nLayers, learningRate, datasetScale, steps, mode, seed }) =>
    `d=${dModel} L=${nLayers} lr=${learningRate} c=${datasetScale} ${mode} seed=${seed} steps=${steps}`,
  stages: precisionStages,
  run: runPrecision,
  claims,
  figures,
});
