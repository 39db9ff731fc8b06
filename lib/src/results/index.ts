export type { Provenance, Result } from './result';
export { makeResult, resultChecksum, resultHash, resultSchema } from './result';
export type { ResultProblem } from './result-file';
export { parseResult, readResultFile, ResultFileError } from './result-file';
export { maxCurvePoints, thinCurve } from './thin';
export { prettyJson } from './pretty-json';
export type { PlannedRun } from './runs';
export { plannedRuns } from './runs';
export type { FolderCheck, StoredResults } from './store';
export { checkFolder, loadResults, readResults, resultPath, writeResult } from './store';
export type { StoredProfile } from './stored-results';
export { shownProfile, storedResults } from './stored-results';
export type { CodeVersion } from './provenance';
export { codeVersion, gitCommit } from './provenance';
export type { RunLock } from './run-lock';
export { claimRun, isClaimed } from './run-lock';
export type { SweepLoad } from './estimate';
export { secondsLeft } from './estimate';
export type { RunFailure, RunName, SweepEvent, SweepOverview } from './sweep-events';
export { SweepError, SweepStopped } from './sweep-events';
export type { SweepOptions } from './sweep';
export { sweep } from './sweep';
export { duration, resourcesText } from './resources';
export { expectedDevice, gpuInSight, jobsFor } from './jobs';
export type { ExpectedTime, TimedRun } from './expected';
export { expectedTime, timedRuns } from './expected';
export { indexVariables, jobIndex } from './job-index';
export type { ClaimRow, Verdict } from './evaluate-claims';
export { evaluateClaims, judge, measureClaim, resultsBehind } from './evaluate-claims';
export type { Cell, DataFrame, Row } from './frame';
export { toDataFrame, toRows } from './frame';
export type {
  AllenZhuOtherRow,
  AllenZhuQaRow,
  AllenZhuQProbeRow,
  MorrisCapacityRow,
  MorrisMembershipRow,
  MorrisVariationRow,
} from './paper';
export {
  allenZhuHeadlines,
  allenZhuQaAccuracy,
  allenZhuQProbing,
  checkPaperTables,
  morrisMembershipTable,
  morrisTable1,
  morrisVaryLengthAndVocabulary,
} from './paper';
