import { finding } from '../../experiment';
import {
  checkStrings,
  derivedStrings,
  stringFields,
  stringsHash,
  stringStages,
} from '../../recipes/strings/config';
import { stringModels } from '../../recipes/kept-models';
import { claims } from './claims';
import { figures } from './figures';
import { runRandomStrings } from './run';
import { sweeps } from './sweeps';

export { type StringConfig as RandomStringsConfig, stringsOf } from '../../recipes/strings/config';
export { recollection } from '../../recipes/strings/recollection';
export type { StringMeasurements } from '../../recipes/strings/summary';
export { watchString } from '../../recipes/strings/with-strings';
export { remarks } from './remarks';
export {
  alphabetRuns,
  epochsOf,
  lengthRuns as stringLengths,
  phaseRuns,
  type StringRun,
} from './values';

/** Keys of which a run says the value where it is not the default. */
const unusual = ['positions', 'vocabSize', 'textLags', 'epochs'] as const;

/** Speicher et al. 2024, "Understanding Memorisation in LLMs": how random strings are memorized. */
export const randomStrings = finding({
  name: 'random-strings',
  title: 'Random strings are guessed, then memorized, and forgotten for the next ones',
  notebook: '03-sequential-random-strings',
  version: 1,
  fields: stringFields,
  settings: ['strings'],
  derive: derivedStrings,
  check: checkStrings,
  sweeps,
  label(config) {
    const { experiment, alphabet, entropyBits, length, pretrainSteps, seed } = config;
    const skew = entropyBits === 0 ? '' : ` H=${entropyBits.toFixed(1)}`;
    const pretrained = pretrainSteps === 0 ? '' : ' pretrained';
    const others = unusual
      .filter((key) => config[key] !== stringFields[key].value)
      .map((key) => ` ${key}=${config[key]}`);
    return `${experiment} l=${alphabet}${skew} n=${length}${pretrained}${others.join('')} seed=${seed}`;
  },
  dataHash: stringsHash,
  stages: stringStages,
  models: stringModels,
  run: runRandomStrings,
  claims,
  figures,
});
