export * from '../stats';
export type { CapacityPoint, CapacityRunLike, ModelCapacity } from './capacity';
export { capacities, capacityFit, modelCapacities, modelName } from './capacity';
export { sizeSweep, tableRows } from './capacity';
export type { Counting } from '../datasets/memorized-bits';
export type { RandomDataset } from '../datasets/random-sequences';
export { datasetBits, memorizedBits, sequencesForScale } from '../datasets/memorized-bits';
