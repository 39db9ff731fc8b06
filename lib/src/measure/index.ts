export { mean, stretchMeans } from './mean';
export type { MeanInterval } from './interval';
export { geometricInterval, meanInterval, meansOf, studentT } from './interval';
export type { LineFit } from './regression';
export { lineFit, lineThroughOrigin } from './regression';
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
export type { AnswerSpan } from './answers';
export { answerProbabilities, exactMatches } from './answers';
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
