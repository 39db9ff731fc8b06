export type { MeanInterval } from './interval';
export { meanInterval, studentT } from './interval';
export type { LineFit } from './regression';
export { lineFit, lineThroughOrigin } from './regression';
