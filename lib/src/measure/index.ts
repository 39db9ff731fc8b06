export type { MeanInterval } from './interval';
export { meanInterval, studentT } from './interval';
export type { LineFit } from './regression';
export { lineFit, lineThroughOrigin } from './regression';
export type { CapacityPoint, ModelCapacity } from './capacity';
export { capacities, capacityFit } from './capacity';
export type { Counting, RandomDataset } from './memorized-bits';
export { datasetBits, memorizedBits, sequencesForScale } from './memorized-bits';
