export { joinedHash, randomSequences, randomSequencesHash } from './random-sequences';
export { shiftedPairs, valuesHash } from './random-sequences';
export type { RandomSequencesOptions } from './random-sequences';
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
