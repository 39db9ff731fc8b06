export * from '../base';
export { permutation, randomStream } from './random';
export type { RandomStream } from './random';
export { useDevice } from './backend';
export { isOnGpu, isTensorFlowBackend, tensorFlowOp } from './binding';
export {
  adamWOp,
  kernelLevel,
  nativeOp,
  orthogonalOp,
  setKernelThreads,
  withKernels,
} from './native';
export { GROUPED, groupsHeads, kernelSets } from './native';
export type { Kernels } from './native';
export { countedBits, countedKey } from './counted-bits';
export { castThroughBfloat16, nearestBfloat16 } from './bfloat16';
export { roundToBfloat16, stochasticRoundToBfloat16 } from './bfloat16';
export { computes, gatherRows, matMul, oneHot, scatterAddRows } from './ops';
export type { Compute, MatMulOptions } from './ops';
export { readValues } from './read-values';
export { createProgram, ENGINE_VERSION, engineRecord } from './engine';
export type { EngineRecord } from './engine';
export type {
  EngineMode,
  Feed,
  Program,
  ProgramFunction,
  ProgramSpec,
  Tensors,
  TensorSpec,
} from './program';
