export {
  attributeName,
  type PaperQaAccuracy,
  qaAccuracyBars,
  qaByArmAndAttribute,
  type QaRun,
} from './biographies-qa';
export { accuracyVsExposures, trainingVsHeldOut } from './biographies-qa-curves';
export * from './bits-per-parameter';
export * from './colors';
export * from './export';
export * from './figure';
export * from './finding-figures';
export * from './fit-to-width';
export { findKaleido, findPlotly, Kaleido, type StaticFormat } from './kaleido';
export { liveCurve, type LiveCurveOptions } from './live-curve';
export { pProbeControl, pProbeMaps, type ProbeRun } from './p-probe';
export { type PaperProbeAndQa, paperProbesAndQa, probeVsQa, qProbeAccuracy } from './probe-vs-qa';
export { memorizedVsStep, runsOfOneModel } from './memorized-vs-step';
export { capacityByMode, capacityPairs } from './precision-capacity';
export { type PrecisionRun, precisionRunsOfOneModel } from './precision-runs';
export { differenceVsLearningRate, unchangedWeights } from './precision-vs-learning-rate';
export { bitsVsStepByMode, bitsVsStepRuns, type StepChoice } from './precision-vs-step';
export { unchangedVsStep } from './precision-vs-step';
export { epochsToMemorize, phaseRuns, type StringRun, stringPhases } from './random-strings';
export { type ContextRun, recallInContext } from './string-context';
export {
  sequenceAccuracy,
  sequenceEpochs,
  sequenceHeatmap,
  type SequenceRun,
} from './string-sequence';
export { plainText } from './plain-text';
export { tableRowsVsStep } from './table-rows';
export * from './theme';
export * from './ticks';
export * from './traces';
