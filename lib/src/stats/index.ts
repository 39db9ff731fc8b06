export { clusteredInterval, clusteredShare } from './clustered';
export { geometricInterval, mean, meanInterval, shareInterval, studentT } from './interval';
export type { MeanInterval } from './interval';
export { rankCorrelation, ranks } from './rank-correlation';
export { lineFit } from './regression';
export type { LineFit } from './regression';
