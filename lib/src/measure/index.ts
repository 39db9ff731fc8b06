export { mean } from './mean';
export type { MeanInterval } from './interval';
export { geometricInterval, meanInterval, studentT } from './interval';
export type { LineFit } from './regression';
export { lineFit, lineThroughOrigin } from './regression';
export type { CapacityPoint, CapacityRunLike, ModelCapacity } from './capacity';
export { capacities, capacityFit, modelCapacities, modelName } from './capacity';
export { sizeSweep, tableRows } from './capacity';
export type { Counting, RandomDataset } from './memorized-bits';
export { datasetBits, memorizedBits, sequencesForScale } from './memorized-bits';
export { rankCorrelation, ranks } from './rank-correlation';
export type { LetterMeasures, Recollection } from './recollection';
export {
  aboveChance,
  firstEpoch,
  identifyingPrefix,
  prefixReaching,
  recollection,
} from './recollection';
export { clusteredInterval, clusteredShare } from './clustered';
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
