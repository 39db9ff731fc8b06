export { sha256Hex, valuesHash } from './hash';
export { datasetBits, memorizedBits, sequencesForScale } from './memorized-bits';
export type { Counting } from './memorized-bits';
export { randomSequences, randomSequencesHash, shiftedPairs } from './random-sequences';
export type { RandomDataset, RandomSequencesOptions, TokenPairs } from './random-sequences';
export {
  BOS,
  drawLetters,
  entropyOf,
  freshStrings,
  letterProbabilities,
  promptedPairs,
  randomString,
  randomStringsHash,
  validateAlphabet,
} from './random-strings';
export type { AlphabetOptions, RandomStringOptions } from './random-strings';
export { FOLLOWERS, followTables, LAGS, localText } from './local-text';
export type { LocalTextOptions } from './local-text';
export {
  contextKinds,
  replacedContext,
  SKEWED_SHARE,
  validateOtherLetters,
} from './replaced-context';
export type { ContextKind } from './replaced-context';
export * from './biographies';
