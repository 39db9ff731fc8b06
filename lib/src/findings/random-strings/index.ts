import { localText, randomStringsHash, sha256Hex, valuesHash } from '../../datasets';
import { gptParameterCount } from '../../model';
import type { Finding } from '../old-finding';
import { randomStringsClaims } from './claims';
import {
  gptConfigOf,
  type RandomStringsConfig,
  randomStringsDefaults,
  stringOptionsOf,
  validateRandomStrings,
} from './config';
import { randomStringsConfigs } from './profiles';
import { type RandomStringsMeasurements, runRandomStrings, showingOrder } from './run';

export { remarks } from './remarks';
export type { Remark } from './remarks';
export { randomStringsConfig } from './config';
export type { RandomStringsConfig } from './config';
export { stringsOf, watchString } from './run';
export type { RandomStringsMeasurements, WatchedEpoch } from './run';

const USUAL_EPOCHS = 300;

/** Speicher et al. 2024, "Understanding Memorisation in LLMs": how random strings are memorized. */
export const randomStrings: Finding<RandomStringsConfig, RandomStringsMeasurements> = {
  name: 'random-strings',
  title: 'Random strings are guessed, then memorized, and forgotten for the next ones',
  notebook: '03-sequential-random-strings',
  version: 1,
  defaults: randomStringsDefaults,
  configs: randomStringsConfigs,
  validate: validateRandomStrings,
  dataHash(config) {
    const strings = randomStringsHash(stringOptionsOf(config), config.nStrings);
    if (config.pretrainSteps === 0) return strings;
    const [text] = localText(config, 1, 0);
    return sha256Hex([strings, valuesHash(text)]);
  },
  label(config) {
    const { experiment, alphabet, entropyBits, length, pretrainSteps, seed } = config;
    const skew = entropyBits === 0 ? '' : ` H=${entropyBits.toFixed(1)}`;
    const pretrained = pretrainSteps === 0 ? '' : ' pretrained';
    return `${experiment} l=${alphabet}${skew} n=${length}${pretrained} seed=${seed}`;
  },
  cost(config) {
    const { epochs, length, nFresh, nStrings, pretrainSteps, pretrainRows } = config;
    const exposures = showingOrder(config).length;
    const perEpoch = 3 + nStrings + nFresh; // a pass forward is about a third of an update
    const shown = exposures * Math.min(epochs, USUAL_EPOCHS) * perEpoch;
    const rows = 3 * pretrainSteps * pretrainRows + shown;
    return rows * length * gptParameterCount(gptConfigOf(config));
  },
  seen({ config: { pretrainSteps, pretrainRows, length }, measurements: { exposures } }) {
    const shown = exposures.reduce((sum, exposure) => sum + exposure.shown, 0);
    return { tokens: (pretrainSteps * pretrainRows + shown) * length };
  },
  run: runRandomStrings,
  claims: randomStringsClaims,
};
