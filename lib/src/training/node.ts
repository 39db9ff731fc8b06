/* Training with what needs Node: its checkpoints as files. */
export * from './index';
export {
  checkpointFiles,
  checkpointMetadata,
  checkpointsOfRun,
  newestCheckpoint,
} from './checkpoint-file';
export { readCheckpoint } from './checkpoint-file';
export { removeCheckpoints, writeCheckpoint } from './checkpoint-file';
export { readTensors, writeTensors } from './tensor-file';
export type { TensorFile } from './safetensors';
