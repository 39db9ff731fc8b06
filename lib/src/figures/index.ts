export {
  attributeName,
  type PaperQaAccuracy,
  qaAccuracyBars,
  qaByArmAndAttribute,
  type QaRun,
} from './biographies-qa';
export { accuracyVsExposures, trainingVsHeldOut } from './biographies-qa-curves';
export * from '../plot/colors';
export * from '../plot/export';
export * from '../plot/figure';
export * from './finding-figures';
export * from '../plot/fit-to-width';
export { liveCurve, type LiveCurveOptions } from '../plot/live-curve';
export { pProbeControl, pProbeMaps, type ProbeRun } from './p-probe';
export { type PaperProbeAndQa, paperProbesAndQa, probeVsQa, qProbeAccuracy } from './probe-vs-qa';
export { epochsToMemorize, phaseRuns, type StringRun, stringPhases } from './random-strings';
export { type ContextRun, recallInContext } from './string-context';
export {
  sequenceAccuracy,
  sequenceEpochs,
  sequenceHeatmap,
  type SequenceRun,
} from './string-sequence';
export { plainText } from '../plot/plain-text';
export * from '../plot/theme';
export * from '../plot/ticks';
export * from '../plot/traces';
export * from '../plot';
export * from '../plot/export';
export * from '../plot/fit-to-width';
export { findKaleido, findPlotly, Kaleido, type StaticFormat } from '../plot/kaleido';
