export { mean } from './mean';
export type { MeanInterval } from './interval';
export { geometricInterval, meanInterval, shareInterval, studentT } from './interval';
export type { LineFit } from './regression';
export { lineFit, lineThroughOrigin } from './regression';
export type { CapacityPoint, CapacityRunLike, ModelCapacity } from './capacity';
export { capacities, capacityFit, modelCapacities, modelName } from './capacity';
export { sizeSweep, tableRows } from './capacity';
export type { Counting, RandomDataset } from './memorized-bits';
export { datasetBits, memorizedBits, sequencesForScale } from './memorized-bits';
export { rankCorrelation, ranks } from './rank-correlation';
export { clusteredInterval, clusteredShare } from './clustered';
export type { AnswerSpan } from './answers';
export { answerProbabilities, exactMatches } from './answers';
export type { ArmAccuracy, QaMethod, QaRunLike } from './qa-runs';
export { armAccuracies, comparedRuns, majorityAccuracy, scoresBy } from './qa-runs';
export type { ProbeAndQa, ProbeRunLike, ShareTable } from './probe-runs';
export {
  aheadOfPlace,
  armRuns,
  atPlace,
  meanOfWhole,
  meanTable,
  onDiagonal,
  probedAttributes,
  probesAndQa,
  wholeAttributes,
} from './probe-runs';
