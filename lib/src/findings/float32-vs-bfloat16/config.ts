import { added, choice, type ConfigOf, type FlatConfig, int, positive } from '../../base';
import { type Stage } from '../../experiment';
import { noiseSources } from '../../training';
import { tokenFields, tokenStages } from '../../recipes/token-config';
import { precisionOf, type TokenFormat, tokenFormats } from '../../recipes/token-formats';
import { onTokens } from '../../recipes/tokens';

/**
 * A format that is trained in, of which `bf16` is what the paper calls training in bfloat16; or
 * `rounded-once`: the weights of the float32 run, rounded at its end.
 */
export type ComparedMode = TokenFormat | 'rounded-once';

export const trainedModes = Object.keys(tokenFormats) as TokenFormat[];

const [float32, ...others] = trainedModes;
/** In the order of tables and figures; the last is the control. */
export const allModes: readonly ComparedMode[] = [float32, 'rounded-once', ...others];
/** The number formats that are compared. */
export const comparedModes = allModes.filter((mode) => mode !== 'fixed-gains');

const rounded = {
  label: 'float32, rounded at the end',
  meaning: 'the weights of the float32 run, rounded to the nearest bf16 value when it was over',
};
const wordsOf = (mode: ComparedMode) => (mode === 'rounded-once' ? rounded : tokenFormats[mode]);

export const modeLabel = (mode: ComparedMode): string => wordsOf(mode).label;
export const modeMeaning = (mode: ComparedMode): string => wordsOf(mode).meaning;

/** One run of finding 01, in one of the number formats. Data and initial weights ignore `mode`. */
export const precisionFields = {
  ...tokenFields,
  dModel: int(8, 1), // the smallest model of finding 01
  nHeads: int(2, 1),
  nSequences: int(82, 1),
  datasetScale: positive(1.25), // just above the capacity: one dataset is enough to see it
  mode: choice(trainedModes, 'float32'),
  noise: added(choice(noiseSources, 'drawn')), // of stochastic rounding; see `NoiseSource`
};

export type PrecisionConfig = ConfigOf<typeof precisionFields> & FlatConfig;

/** Whether a mode rounds at random. */
const isStochastic = (mode: TokenFormat): boolean =>
  precisionOf(mode).step.storage === 'bfloat16-stochastic';

/** The runs with the noise that a GPU computes by itself, where there is noise. */
export const withCountedNoise = (runs: Partial<PrecisionConfig>[]): Partial<PrecisionConfig>[] =>
  runs.map((run) => (run.mode && isStochastic(run.mode) ? { ...run, noise: 'counted' } : run));

const MAX_BETA2 = 1 - 2 ** -8; // 0.996; see `StepPrecision`

/** What has to hold between keys. Throws a RangeError naming the key. */
export function checkPrecision(config: PrecisionConfig): void {
  onTokens.check(config);
  if (config.noise !== precisionFields.noise.value && !isStochastic(config.mode)) {
    throw new RangeError(`noise is for stochastic rounding; mode "${config.mode}" takes none.`);
  }
  if (precisionOf(config.mode).step.gradientAndMoments === 'bfloat16' && config.beta2 > MAX_BETA2) {
    throw new RangeError(
      `beta2 = ${config.beta2} does not work with mode "${config.mode}": a second moment kept in bfloat16 ` +
        `never shrinks unless 1 - beta2 exceeds half the spacing of its values, up to 2^-8. ` +
        `Choose beta2 of at most ${MAX_BETA2}.`,
    );
  }
}

/** Casts make a step half as long again. */
export const precisionStages = (config: PrecisionConfig): Stage[] =>
  tokenStages(config).map((stage) => ({ ...stage, work: config.mode === 'float32' ? 1 : 1.5 }));
