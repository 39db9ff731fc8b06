export { randomSequences, randomSequencesHash, shiftedPairs, valuesHash } from './random-sequences';
export type { RandomSequencesOptions } from './random-sequences';
