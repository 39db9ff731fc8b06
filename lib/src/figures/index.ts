export * from '../plot/colors';
export * from '../plot/export';
export * from '../plot/figure';
export * from './finding-figures';
export * from '../plot/fit-to-width';
export { liveCurve, type LiveCurveOptions } from '../plot/live-curve';
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
export { plainText } from '../plot/plain-text';
export * from '../plot/theme';
export * from '../plot/ticks';
export * from '../plot/traces';
export * from '../plot';
export * from '../plot/export';
export * from '../plot/fit-to-width';
export { findKaleido, findPlotly, Kaleido, type StaticFormat } from '../plot/kaleido';
