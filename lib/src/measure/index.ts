export * from '../stats';
export type { Counting } from '../datasets/memorized-bits';
export type { RandomDataset } from '../datasets/random-sequences';
export { datasetBits, memorizedBits, sequencesForScale } from '../datasets/memorized-bits';
