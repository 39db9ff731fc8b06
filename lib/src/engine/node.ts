import { registerTensorFlow } from './backend';
import { CapturedProgram } from './captured-program';
import { loadedTensorFlow, loadTensorFlow } from './tensorflow';

/* The engine with what needs Node: TensorFlow's native binding and the programs captured for it. */
registerTensorFlow({
  load: (device) => loadTensorFlow({ device }),
  loaded: loadedTensorFlow,
  capture: (spec, xla) => new CapturedProgram(spec, xla),
});

export * from '../base/node';
export * from './index';
export { environmentForChild, loadTensorFlow, loadedTensorFlow } from './tensorflow';
export { driverVersion } from './missing-gpu';
export { trialLoad } from './trial-load';
export type { TrialLoad } from './trial-load';
export { explainedMemory, outOfMemory } from './out-of-memory';
