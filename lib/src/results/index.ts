export type { Provenance, Result } from './result';
export { makeResult, resultChecksum, resultHash } from './result';
export { parseResult, readResultFile, ResultFileError } from './result-file';
export { maxCurvePoints, thinCurve } from './thin';
export { prettyJson } from './pretty-json';
export type { PlannedRun } from './runs';
export { plannedRuns } from './runs';
export { readResults, readStrays, resultPath, writeResult } from './store';
export { groupedByDifference } from './nearest';
export type { WhichResults } from './stored-results';
export { missingText, shownProfile, storedResults, trainCommand } from './stored-results';
export { SweepError } from './sweep-error';
export { sweep, type SweepOptions } from './sweep';
export { duration, expectedTime, mostStretch, resourcesText, timedRuns } from './expected';
export type { ExpectedTime, TimedRun } from './expected';
export type { ClaimRow, Verdict } from './evaluate-claims';
export { evaluateClaims, judge, measureClaim, resultsBehind } from './evaluate-claims';
export { frame, RunFrame } from './frame';
export type { MorrisCapacityRow, MorrisMembershipRow, MorrisVariationRow } from './paper';
export {
  allenZhuHeadlines,
  allenZhuQaAccuracy,
  allenZhuQProbing,
  checkPaperTables,
  morrisMembershipTable,
  morrisTable1,
  morrisVaryLengthAndVocabulary,
} from './paper';
