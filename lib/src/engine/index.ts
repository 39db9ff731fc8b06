export * from '../base';
export * from '../base/node';
export { permutation, randomStream } from './random';
export type { RandomStream } from './random';
export { environmentForChild, loadTensorFlow, loadedTensorFlow } from './tensorflow';
export { trialLoad } from './trial-load';
export type { TrialLoad } from './trial-load';
export { isTensorFlowBackend, tensorFlowOp } from './binding';
export { kernelLevel, nativeOp, withKernels } from './native';
export type { Kernels } from './native';
export { castThroughBfloat16, nearestBfloat16 } from './bfloat16';
export { roundToBfloat16, stochasticRoundToBfloat16 } from './bfloat16';
export { computes, gatherRows, matMul, scatterAddRows } from './ops';
export type { Compute, MatMulOptions } from './ops';
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
export { explainedMemory, outOfMemory } from './out-of-memory';
