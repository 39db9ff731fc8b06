import { oneOf, type ProfileName, withDefaults } from '../../engine';
import {
  type CapacityConfig,
  capacityConfig,
  capacityDefaults,
  validateCapacityConfig,
} from '../bits-per-parameter/config';
import { type PrecisionMode, precisionModes, type TrainedIn } from './modes';

const NAME = 'float32-vs-bfloat16';

/** One run of finding 01, in one of the number formats. Data and initial weights ignore `mode`. */
export interface PrecisionConfig extends CapacityConfig {
  mode: string;
}

export const precisionDefaults: PrecisionConfig = {
  ...capacityDefaults,
  dModel: 8, // the smallest model of finding 01
  nHeads: 2,
  nSequences: 82,
  datasetScale: 1.25, // just above the capacity: one dataset is enough to see it
  mode: 'float32',
};

export const modeNames = Object.keys(precisionModes) as PrecisionMode[];
const formats = modeNames.filter((mode) => mode !== 'fixed-gains');

/** Fills in what follows from the model's width and the dataset's scale. Throws on unknown keys. */
export function precisionConfig(overrides: Partial<PrecisionConfig>): PrecisionConfig {
  withDefaults(NAME, precisionDefaults, overrides);
  const { mode = precisionDefaults.mode, ...capacity } = overrides;
  const { dModel, datasetScale } = precisionDefaults;
  return { ...capacityConfig({ dModel, datasetScale, ...capacity }), mode };
}

export function validatePrecisionConfig(config: PrecisionConfig): void {
  withDefaults(NAME, precisionDefaults, config);
  const { mode, ...capacity } = config;
  oneOf('mode', mode, modeNames);
  validateCapacityConfig(capacity);
  const { step }: TrainedIn = precisionModes[mode as PrecisionMode];
  if (step.gradientAndMoments === 'bfloat16' && config.beta2 > MAX_BETA2) {
    throw new RangeError(
      `beta2 = ${config.beta2} does not work with mode "${mode}": a second moment kept in bfloat16 ` +
        `never shrinks unless 1 - beta2 exceeds half the spacing of its values, up to 2^-8. ` +
        `Choose beta2 of at most ${MAX_BETA2}.`,
    );
  }
}

const MAX_BETA2 = 1 - 2 ** -8; // 0.996; see `StepPrecision`

/** The first is that of finding 01 at these widths; the others a quarter and a sixteenth of it. */
const RATES = [0.04, 0.01, 0.0025];

interface Axes {
  widths: number[];
  rates: number[];
  seeds: number[];
  modes?: readonly PrecisionMode[]; // default: all number formats
  common: Partial<PrecisionConfig>;
}

/** The same runs in float32 with the gains of the LayerNorms fixed. */
function control(axes: Axes): PrecisionConfig[] {
  return grid({ ...axes, modes: ['fixed-gains'] });
}

function grid(axes: Axes): PrecisionConfig[] {
  const { widths, rates, seeds, modes = formats, common } = axes;
  return widths.flatMap((dModel) =>
    rates.flatMap((learningRate) =>
      seeds.flatMap((seed) =>
        modes.map((mode) => precisionConfig({ ...common, dModel, learningRate, seed, mode })),
      ),
    ),
  );
}

/** The sweep of a profile: sizes x learning rates x seeds x modes. */
export function precisionConfigs(profile: ProfileName): PrecisionConfig[] {
  switch (profile) {
    case 'quick': {
      const common = { steps: 350 };
      const main = { widths: [8, 12], rates: RATES.slice(0, 1), common };
      return [
        ...grid({ ...main, seeds: [1, 2, 3] }),
        ...grid({ widths: [8], rates: RATES.slice(1), seeds: [1, 2, 3], common }),
        ...control({ widths: [8], rates: RATES.slice(-1), seeds: [1, 2, 3], common }),
        // The sign of a small difference takes more seeds.
        ...grid({ ...main, seeds: [4, 5, 6], modes: ['float32', 'bf16'] }),
      ];
    }
    case 'standard':
      return [grid, control].flatMap((make) =>
        make({
          widths: [8, 12],
          rates: RATES,
          seeds: [1, 2, 3, 4, 5],
          common: { steps: 1500 },
        }),
      );
    case 'paper': {
      // Table 1's models as in finding 01, at twice the expected capacity. beta2 is 0.99, as the second
      // moment in bfloat16 needs.
      const table1 = (nLayers: number): Partial<PrecisionConfig> => ({
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
      const seeds = [1, 2, 3];
      const modes = ['float32', 'bf16-products', 'bf16'] as const;
      const rows = [1, 2, 4, 8].flatMap((nLayers) =>
        grid({ widths: [32, 64, 128, 256], rates: [1e-3], seeds, modes, common: table1(nLayers) }),
      );
      const others = formats.filter((mode) => !modes.includes(mode as 'bf16'));
      const small = { widths: [32, 64], seeds, common: table1(1) };
      return [
        ...rows,
        ...grid({ ...small, rates: [1e-3], modes: others }),
        ...grid({ ...small, rates: [3e-4, 1e-4] }),
      ];
    }
  }
}
