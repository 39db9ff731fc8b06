import { choice, type ConfigOf, type FlatConfig, int, positive } from '../../base';
import { type Stage } from '../../experiment';
import { validateGptConfig } from '../../model';
import { tokenFields, tokenGpt, tokenStages } from '../../recipes/token-config';
import { trainedIn, trainedModes } from './modes';

/** One run of finding 01, in one of the number formats. Data and initial weights ignore `mode`. */
export const precisionFields = {
  ...tokenFields,
  dModel: int(8, 1), // the smallest model of finding 01
  nHeads: int(2, 1),
  nSequences: int(82, 1),
  datasetScale: positive(1.25), // just above the capacity: one dataset is enough to see it
  mode: choice(trainedModes, 'float32'),
};

export type PrecisionConfig = ConfigOf<typeof precisionFields> & FlatConfig;

const MAX_BETA2 = 1 - 2 ** -8; // 0.996; see `StepPrecision`

/** What has to hold between keys. Throws a RangeError naming the key. */
export function checkPrecision(config: PrecisionConfig): void {
  validateGptConfig(tokenGpt(config));
  if (trainedIn(config.mode).step.gradientAndMoments === 'bfloat16' && config.beta2 > MAX_BETA2) {
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
