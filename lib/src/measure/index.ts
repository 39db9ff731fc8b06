export * from '../stats';
export type { CapacityPoint, CapacityRunLike, ModelCapacity } from './capacity';
export { capacities, capacityFit, modelCapacities, modelName } from './capacity';
export { sizeSweep, tableRows } from './capacity';
export type { Counting } from '../datasets/memorized-bits';
export type { RandomDataset } from '../datasets/random-sequences';
export { datasetBits, memorizedBits, sequencesForScale } from '../datasets/memorized-bits';
export type { LetterMeasures, Recollection } from './recollection';
export {
  aboveChance,
  firstEpoch,
  identifyingPrefix,
  prefixReaching,
  recollection,
} from './recollection';
export type { StringRunLike } from './string-runs';
export {
  alphabetRuns,
  contextRuns,
  entropyRuns,
  epochsShown,
  lengthRuns,
  letterEntropy,
  runsAtEnds,
  sequenceRuns,
} from './string-runs';
