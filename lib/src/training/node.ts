/* Training with what needs Node: its checkpoints as files. */
export * from './index';
export { checkpointFiles, newestCheckpoint, readCheckpoint } from './checkpoint-file';
export { removeCheckpoints, writeCheckpoint } from './checkpoint-file';
